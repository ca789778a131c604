import { AnnouncementRequest } from '../../functions/model/announcement.ts'
import { announcementsText, type AnnouncementJson } from '../../functions/views/announcements.ts'
import { readMigrations } from '../blueprint/folder.ts'
import { sentFolder } from '../blueprint/migration-file.ts'
import {
  announceMigration,
  announcementFromJson,
  announcementsOf,
  tellOfAnnouncement,
} from '../client/announcements.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { byArgs, whoever } from './support/decision.ts'
import { targetArgs, targetName, tokenArgs, workerArgs, workerUrl } from './support/options.ts'
import { reportFormatArgs, type ReportFormat } from './support/report-output.ts'
import { printAs, printJson, print, textOptions } from './support/terminal.ts'
import { tokenFrom, tokenIfAny } from './support/token.ts'

const INVOCATION = `${PLUMBLINE} announce`

const usualArgs = { ...workerArgs, ...tokenArgs, ...reportFormatArgs } as const

const show = (one: AnnouncementJson, format: ReportFormat, origin: string) =>
  printAs(format, one, (json) => announcementsText([announcementFromJson(json)], textOptions(origin)))

/** `plumbline announce`: people hear of a migration before it comes. */
export const announce = command({
  invocation: INVOCATION,
  description: 'Announces a migration: people are told now, 48 and 24 hours before, when it begins and when it is over',
  examples: [
    "--target shop --at 2026-12-01T20:00:00Z --title 'Split the orders table' --migrations ./drizzle",
    "--target shop --at 2026-12-01T21:00:00+01:00 --title 'Split the orders table' --rollback 'restore point of 19:55'",
  ],
  args: {
    ...targetArgs,
    at: { type: 'string', valueHint: 'time', description: 'When it begins: 2026-12-01T20:00:00Z', required: true },
    title: { type: 'string', valueHint: 'text', description: 'What is to be done, in one line', required: true },
    migrations: {
      type: 'string',
      valueHint: 'dir',
      description: 'Drizzle folder that is foretold, and told with it; without, nothing is foretold',
    },
    rollback: {
      type: 'string',
      valueHint: 'text',
      description: 'How it is taken back, where that is another way than the usual',
    },
    ...byArgs,
    ...usualArgs,
  },
  async run(args) {
    const target = targetName(args.target)
    const asked = requestOf({ ...args, by: args.by ?? (await whoever()) }, Date.now())
    const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
    const folder = args.migrations === undefined ? null : sentFolder(await readMigrations(args.migrations))
    show(await announceMigration(worker, target, asked, folder), args.format, worker.url)
    return 0
  },
})

/** What is asked for, as options say it. @throws UserError where a value cannot be, or the time is over */
function requestOf(
  { at, title, by, rollback }: { at: string; title: string; by: string; rollback?: string | undefined },
  now: number,
): AnnouncementRequest {
  const parsed = AnnouncementRequest.safeParse({ at, title, by, ...(rollback !== undefined && { rollback }) })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const option = String(issue?.path[0] ?? 'at')
    throw new UserError(`--${option}: ${issue?.message}`, MENDS[option] ?? `--${option} TEXT`)
  }
  if (Date.parse(at) <= now) throw new UserError(`--at ${at} is over already`, MENDS.at)
  return parsed.data
}

const MENDS: Readonly<Record<string, string>> & { at: string } = {
  at: '--at 2026-12-01T20:00:00Z, a time that is to come',
  by: '--by NAME, or git config user.email YOU',
}

/** `plumbline announce list`. */
export const list = command({
  invocation: `${INVOCATION} list`,
  description: 'Lists the migrations of a target that were announced, what begins last first',
  examples: ['--target shop', '--target shop --format json'],
  args: { ...targetArgs, ...usualArgs },
  async run(args) {
    const worker = { url: workerUrl(args.url), token: tokenIfAny(args['token-file']) }
    const found = await announcementsOf(worker, targetName(args.target))
    if (args.format === 'json') printJson({ announcements: found })
    else print(announcementsText(found.map(announcementFromJson), textOptions(worker.url)))
    return 0
  },
})

/** One command that tells something of an announcement. */
const telling = (
  word: string,
  step: Parameters<typeof tellOfAnnouncement>[2],
  description: string,
  more: readonly string[] = [],
) =>
  command({
    invocation: `${INVOCATION} ${word}`,
    description,
    examples: [`shop-a3${step === 'update' ? " --text 'half of the rows are done'" : ''}`, ...more],
    args: {
      id: { type: 'positional', description: 'The announcement: shop-a3', required: true },
      text: {
        type: 'string',
        valueHint: 'text',
        description: step === 'update' ? 'What is told' : 'What is told, instead of the usual',
        required: step === 'update',
      },
      ...byArgs,
      ...usualArgs,
    },
    async run(args) {
      const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
      const by = args.by ?? (await whoever())
      const said = { ...(by !== '' && { by }), ...(args.text !== undefined && { text: args.text }) }
      show(await tellOfAnnouncement(worker, args.id, step, said), args.format, worker.url)
      return 0
    },
  })

/** `plumbline announce start`, `update`, `done`, `cancel`. */
export const start = telling('start', 'started', 'Tells that an announced migration has begun')
export const update = telling('update', 'update', 'Tells how an announced migration is getting on')
export const done = telling('done', 'done', 'Tells that an announced migration is over')
export const cancel = telling('cancel', 'cancelled', 'Tells that an announced migration does not come', [
  "shop-a3 --text 'the freeze goes on until Monday'",
])
