import { readCatalog } from '../catalog.ts'
import { UserError } from '../errors.ts'
import { escapesOf } from '../rehearse/escapes.ts'
import { factReader } from '../rehearse/facts.ts'
import { pendingOf, rehearse as rehearseCopy, rehearseOn, type Rehearsal } from '../rehearse/rehearse.ts'
import { rehearsalSheet } from '../rehearse/sheet.ts'
import { openStaging, type Staging } from '../rehearse/staging.ts'
import { rehearsalText } from '../rehearse/text.ts'
import { command, PLUMBLINE } from './support/command.ts'
import { choice, connectionString, databaseArgs, journalArgs, replayArgs, timeouts } from './support/options.ts'
import { withSpinner } from './support/progress.ts'
import { outputArgs, putOut } from './support/output.ts'
import { catalogArgs, sceneFrom, type CopyArgs, type Scene } from './support/target-args.ts'
import { print, textOptions } from './support/terminal.ts'

/** `plumbline rehearse`: runs the pending migrations on a copy of the live catalog, or on a staging database, rolled back. */
export const rehearse = command({
  invocation: `${PLUMBLINE} rehearse`,
  description:
    'Runs what Drizzle would run next on a copy of the live catalog and tells what PostgreSQL says: exit code 0 it works, 1 it fails or leaves drift, 3 it could not be rehearsed in full',
  examples: [
    '--database-url postgresql://… --migrations ./drizzle',
    '--catalog catalog.json --at 0008_workspace_activity',
    '--on postgresql://…/staging --lock-timeout 2000',
  ],
  args: {
    ...databaseArgs,
    'lock-timeout': { ...databaseArgs['lock-timeout'], default: '2000' },
    ...catalogArgs,
    ...replayArgs,
    ...journalArgs,
    platform: choice(
      ['auto', 'supabase', 'none'],
      'Prepare the copy like a Supabase project or not; auto asks the target',
    ),
    on: {
      type: 'string',
      valueHint: 'url',
      description: 'Run on this staging database itself, in a transaction that is rolled back; it is locked meanwhile',
    },
    yes: { type: 'boolean', description: 'With --on: also where others are connected, or it is the target itself' },
    ...outputArgs,
  },
  async run(args) {
    const rehearsal = args.on === undefined ? await onCopy(args) : await onStaging(args, args.on, args.yes === true)
    await putOut(args, {
      sheet: rehearsalSheet(rehearsal),
      dir: args.migrations ?? './drizzle',
      json: rehearsal,
      text: () => rehearsalText(rehearsal, textOptions()),
    })
    return { works: 0, fails: 1, unknown: 3 }[rehearsal.outcome]
  },
})

async function onCopy(args: CopyArgs): Promise<Rehearsal> {
  const scene = await sceneFrom(args)
  return withSpinner('rehearsing', () => rehearseCopy(scene))
}

async function onStaging(args: CopyArgs, on: string, yes: boolean): Promise<Rehearsal> {
  const url = connectionString('--on', on)
  if (args.catalog !== undefined) throw new UserError('--on and --catalog were both given', 'give one of them')
  const target = args['database-url'] ?? process.env.DATABASE_URL
  if (!yes && target !== undefined && placeOf(target) === placeOf(url))
    throw new UserError('--on is the target itself', 'give a staging copy, or --yes where it may be locked')
  const scene = await sceneFrom({ ...args, 'database-url': undefined }, url)
  await warn(scene)
  const staging = await openStaging(url)
  try {
    refuseBusy(staging, yes)
    return await rolledBack(staging, scene, timeouts(args))
  } finally {
    await staging.close()
  }
}

/** Which database of which server a connection string means, whoever connects. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return ''
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** Says beforehand what a rollback does not undo. @throws UserError where a statement cannot run in a transaction */
async function warn({ folder, standing }: Scene): Promise<void> {
  const { refused, escaping } = await escapesOf(pendingOf(folder, standing))
  for (const { file, line, what } of escaping)
    print(`not undone by the rollback: ${file}:${line}: ${what}`, process.stderr)
  const [first] = refused
  if (first) {
    throw new UserError(
      `${first.file}:${first.line} cannot be rehearsed in a transaction: ${first.what}`,
      'rehearse on a copy of the catalog instead: leave --on out',
    )
  }
}

/** A database that others use may be production. */
function refuseBusy({ others }: Staging, yes: boolean): void {
  if (others === 0 || yes) return
  throw new UserError(
    `${others} other ${others === 1 ? 'session is' : 'sessions are'} connected to that database: a rehearsal locks its tables until it is rolled back`,
    'give a staging copy that nobody uses, or --yes where they may wait',
  )
}

async function rolledBack(
  db: Staging,
  { blueprint, folder, standing }: Scene,
  limits: { statement: number; lock: number },
): Promise<Rehearsal> {
  await db.exec(`begin; set local lock_timeout = ${limits.lock}; set local statement_timeout = ${limits.statement};`)
  try {
    const read = await factReader(db, readCatalog(), blueprint.content.journal)
    const pending = pendingOf(folder, standing)
    return await rehearseOn({ db, read, blueprint, standing, pending, absent: new Set(), unknowns: [], commit: false })
  } finally {
    await db.exec('rollback')
  }
}
