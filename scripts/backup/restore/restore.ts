import type { Fact } from '../../../functions/model/fact.ts'
import { UserError } from '../../errors.ts'
import { unlike } from '../../rehearse/facts.ts'
import type { Progress } from '../progress.ts'
import { backupCatalog, refersTo } from '../scope.ts'
import { openSession, type CopySession } from '../session.ts'
import { catalogReader } from '../take/catalog.ts'
import { refuseFull, refuseOtherPlatform } from './empty.ts'
import { numbered, setSequences, takeSteps, type Numbered } from './finish.ts'
import { refuseHomeless } from './homeless.ts'
import { loadRows, noteOf } from './load.ts'
import type { OpenBackup } from './open.ts'
import { restoreRights, type Unmade } from './rights.ts'
import { makeRoles } from './roles.ts'
import { makeable } from './shape.ts'
import { beginState, endState, noted, readState, sameBackup, transaction, type RestoreState } from './state.ts'
import { findSteps, Steps } from './steps.ts'

export interface RestoreRequest {
  backup: OpenBackup
  url: string
  /** Chunks that are loaded and indexes that are built at the same time, each over a connection of its own. */
  jobs: number
  /** Longest wait for a lock, ms. */
  lock: number
  /** Also roles that the backup names and does not describe: in a scratch database. */
  allRoles?: boolean
  say?: (progress: Progress) => void
}

/** What came of a restore. */
export interface Restored {
  /** Whether it went on with one that was begun before. */
  resumed: boolean
  /** Facts of the backup that the database does not hold as they were, and why. */
  unmade: Unmade
  /** Roles that were made, without passwords. */
  roles: string[]
  rows: number
}

/**
 * Restores a backup into an empty database, or goes on where such a restore was interrupted.
 * @throws UserError where the database is not empty, or a part of the backup is damaged
 */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { backup, url, lock } = request
  const db = await openSession(url, lock)
  try {
    await only(db)
    const read = catalogReader(db, backupCatalog())
    const begun = await readState(db)
    if (begun) sameBackup(begun, backup.sha256, backup.store.where)
    else await begin(db, read, backup)
    const roles = await makeRoles(db, backup.facts, request.allRoles ? 'all' : 'described')
    const steps = await stepsIn(db, backup)
    await makeShape(db, steps)
    const { unmade, rights } = await fill({ db, read }, request, steps)
    const others = await differing(read, backup, steps, new Set(unmade.map(({ fact }) => fact)))
    await endState(db)
    const rows = backup.manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const all = [...unmade, ...others, ...rights].map((one) => withMend(one, backup))
    return { resumed: begun !== null, unmade: all, roles, rows }
  } finally {
    await db.close()
  }
}

/** A foreign key whose rows are the platform's own breaks where the backup has them not. */
function withMend(unmade: Unmade[number], { facts, manifest }: OpenBackup): Unmade[number] {
  const fact = facts.find(({ key }) => key === unmade.fact)
  const schema = fact === undefined ? null : refersTo(fact)
  if (schema === null || manifest.tables.some((table) => table.schema === schema)) return unmade
  return {
    ...unmade,
    reason: `${unmade.reason}; the rows of ${schema} are not in this backup: make one with --with ${schema}`,
  }
}

/** Any number that nobody else takes for an advisory lock. */
const LOCK = 0x706c_756d

async function only(db: CopySession): Promise<void> {
  const [row] = await db.query<{ got: boolean }>(`select pg_try_advisory_lock(${LOCK}) as got`)
  if (row?.got === true) return
  throw new UserError('another restore into that database is running', 'wait for it to end, or end it')
}

type Read = () => Promise<Fact[]>

async function begin(db: CopySession, read: Read, { facts, manifest, sha256 }: OpenBackup): Promise<void> {
  refuseFull(await read(), makeable(facts))
  await refuseOtherPlatform(db, manifest)
  await transaction(db, () => beginState(db, sha256))
}

/** The statements of this restore: those that were found before it was interrupted, or found now. */
async function stepsIn(db: CopySession, { facts, manifest }: OpenBackup): Promise<Steps> {
  const said = (await stateOf(db)).value('steps')
  if (said !== null) return Steps.parse(JSON.parse(said))
  const steps = await findSteps(db, backupCatalog(), facts)
  refuseHomeless(steps, manifest)
  await db.exec(noted('steps', JSON.stringify(steps)))
  return steps
}

async function makeShape(db: CopySession, { before }: Steps): Promise<void> {
  if ((await stateOf(db)).done.has('shape')) return
  await transaction(db, async () => {
    await db.exec([...before.map(({ sql }) => sql), noted('shape')].join('\n'))
  })
}

/** Brings the rows, then what looks at them, then owners and privileges, and event triggers at the very end. */
async function fill(
  { db, read }: { db: CopySession; read: Read },
  request: RestoreRequest,
  steps: Steps,
): Promise<{ unmade: Unmade; rights: Unmade }> {
  const { backup, say } = request
  const { manifest, store, unseal } = backup
  const { done } = await stateOf(db)
  const there = manifest.tables.flatMap(({ chunks }) => chunks).filter((chunk) => done.has(noteOf(chunk)))
  const total = {
    rows: there.reduce((sum, chunk) => sum + chunk.rows, 0),
    bytes: there.reduce((sum, chunk) => sum + chunk.bytes, 0),
  }
  const loaded = (rows: number, bytes: number) => {
    total.rows += rows
    total.bytes += bytes
    say?.({ what: 'loading', ...total })
  }
  await loadRows({ ...request, store, unseal, manifest, done, loaded })
  const building = (fact: string) => say?.({ what: `making ${fact}`, ...total })
  const take = (part: Numbered[]) => takeSteps({ ...request, steps: part, done, say: building })
  const { early, late } = numbered(steps.after)
  const refused = await take(early)
  if (!done.has('sequences')) await setSequences(db, manifest.sequences)
  const rights = await restoreRights(db, read, backup.facts)
  if (late.length === 0) return { unmade: [...steps.refused, ...refused], rights }
  const lateRefused = await take(late)
  // They have owners, too.
  return {
    unmade: [...steps.refused, ...refused, ...lateRefused],
    rights: await restoreRights(db, read, backup.facts),
  }
}

async function stateOf(db: CopySession): Promise<RestoreState> {
  const state = await readState(db)
  if (state === null) throw new Error('the restore’s own schema was dropped while it ran')
  return state
}

/** Facts of the backup that came out otherwise, and were not told yet. */
async function differing(
  read: Read,
  { facts }: OpenBackup,
  { reprinted }: Steps,
  told: ReadonlySet<string>,
): Promise<Unmade> {
  const live = await read()
  const known = new Set([...reprinted, ...told])
  return unlike(makeable(facts), live)
    .missing.filter(({ key }) => !known.has(key))
    .map(({ key }) => ({ fact: key, reason: 'it came out otherwise' }))
}
