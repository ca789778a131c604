import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { PIN_FILE } from '../../functions/model/commands.ts'
import type { Decision } from '../../functions/model/decision.ts'
import { factsOf } from '../../functions/model/pin.ts'
import { takePin } from '../../functions/run/look/pins.ts'
import { changesSaid } from '../../functions/views/pins.ts'
import { count } from '../../functions/views/words/text.ts'
import { readCatalog } from '../catalog.ts'
import { pinNow, type Pinned, type WorkerAccess } from '../client.ts'
import { UserError } from '../errors.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { decisionArgs, decisionOf } from './support/decision.ts'
import {
  databaseArgs,
  databaseUrl,
  journalArgs,
  journalTable,
  targetName,
  timeouts,
  tokenArgs,
  workerArgs,
  workerUrl,
} from './support/options.ts'
import { writePin } from './support/pin-file.ts'
import { withSpinner } from './support/progress.ts'
import { reportFormatArgs } from './support/report-output.ts'
import { unreachable } from './support/target.ts'
import { print, printAs } from './support/terminal.ts'
import { tokenFrom } from './support/token.ts'

/** `plumbline pin`: approves what no migration declares as it is now, with the Worker or in a file. */
export const pin = command({
  invocation: `${PLUMBLINE} pin`,
  description:
    'Approves the grants, owners, roles and settings of a database as they are now: exit code 0 pinned, 3 could not be read',
  examples: [
    "--target demo --reason 'looked through with ana'",
    "--database-url postgresql://… --out .plumbline/pin.json --reason 'as of the audit of June' --who ana@example.com",
  ],
  args: {
    target: {
      type: 'string',
      valueHint: 'name',
      description: 'Of the Worker; otherwise a database is pinned in a file',
    },
    ...decisionArgs,
    ...workerArgs,
    ...tokenArgs,
    ...databaseArgs,
    ...journalArgs,
    out: { type: 'string', valueHint: 'file', description: `The file for verify --pin (${PIN_FILE})` },
    ...reportFormatArgs,
  },
  async run(args) {
    const decision = await decisionOf(args)
    const { target, out } = args
    if (target !== undefined) {
      if (args['database-url'] !== undefined || out !== undefined)
        throw new UserError(
          '--target is the Worker’s, --database-url and --out are for a file',
          'give one or the other',
        )
      const worker = { url: workerUrl(args.url), token: tokenFrom(args['token-file']) }
      const pinned = await pinOn(worker, targetName(target), decision)
      printAs(args.format, pinned, (made) => pinnedText(made, worker.url))
      return 0
    }
    const request = { url: databaseUrl(args['database-url']), timeouts: timeouts(args), catalog: readCatalog() }
    const file = out ?? PIN_FILE
    const taken = await withSpinner('reading what is to be pinned', () =>
      takePin(postgresTransport(request), journalTable(args)),
    )
    if (!taken.reached) throw unreachable(taken.failure)
    const made = { ...taken.value, ...decision, at: new Date().toISOString() }
    await writePin(file, made)
    if (args.format === 'json') printAs('json', made, () => '')
    else print(`${count(factsOf(made.content).length, 'fact')} pinned as ${made.hash.slice(0, 12)}, written to ${file}`)
    return 0
  },
})

const pinOn = (worker: WorkerAccess, target: string, decision: Decision) =>
  withSpinner(`${worker.url} looks at ${target}`, () => pinNow(worker, target, decision))

function pinnedText(pinned: Pinned, origin: string): string {
  const { target, hash, facts, changes, who, at, new: fresh } = pinned
  const name = hash.slice(0, 12)
  const differs =
    changes === null
      ? ''
      : ` (${changesSaid({ added: changes.added.length, changed: changes.changed.length, removed: changes.removed.length })})`
  const said = fresh ? `pinned as ${name}${differs}` : `are the pin ${name}, by ${who} of ${at}`
  return `${target}: ${count(facts, 'fact')} ${said}\n  curl ${origin}/${target}/pins/${hash}`
}
