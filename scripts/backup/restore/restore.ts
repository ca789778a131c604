import { z } from 'zod'
import { bare } from '../../../functions/drift/mend/names.ts'
import { Fact, kindOf, nameOf, nameParts } from '../../../functions/model/fact.ts'
import { identifier } from '../../../functions/model/sql.ts'
import { UserError } from '../../errors.ts'
import { unlike } from '../../rehearse/facts.ts'
import { MANIFEST, parseManifest, sha256, type Manifest } from '../manifest.ts'
import { backupCatalog } from '../scope.ts'
import { readPart, unsealWith, type Unseal } from '../seal.ts'
import { openSession, type CopySession } from '../session.ts'
import type { Store } from '../stores/store.ts'
import { catalogReader } from '../take/source.ts'
import { nameOfTable } from '../take/tables.ts'
import { catalogDigest, type Progress } from '../take/take.ts'
import { refuseFull, refuseOtherPlatform } from './empty.ts'
import { numbered, setSequences, takeSteps, type Numbered } from './finish.ts'
import { loadRows, noteOf } from './load.ts'
import { restoreRights, type Unmade } from './rights.ts'
import { makeRoles } from './roles.ts'
import { makeable } from './shape.ts'
import { beginState, endState, noted, readState, sameBackup, transaction, type RestoreState } from './state.ts'
import { findSteps, Steps } from './steps.ts'

/** A backup whose manifest and catalog were read. */
export interface OpenBackup {
  store: Store
  manifest: Manifest
  /** SHA-256 of the manifest's file. */
  sha256: string
  facts: Fact[]
  unseal: Unseal
}

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
 * Reads what a backup says of itself.
 * @param identities age identities, for one that is encrypted
 * @throws UserError where there is none, or it is damaged
 */
export async function openBackup(store: Store, identities: readonly string[]): Promise<OpenBackup> {
  const file = await store.get(MANIFEST)
  if (file === null)
    throw new UserError(
      `${store.where} holds no backup: there is no ${MANIFEST}`,
      'name the place that plumbline backup wrote to; where it was interrupted, there is none',
    )
  const manifest = parseManifest(file, store.where)
  const unseal = unsealWith(manifest.encryptedTo.length > 0, identities)
  const text = Buffer.from(await readPart(store.get, manifest.catalog, store.where, unseal)).toString()
  const facts = z.array(Fact).parse(JSON.parse(text))
  if (catalogDigest(facts) !== manifest.catalogDigest)
    throw new UserError(`${store.where}/${manifest.catalog.name} is damaged: its digest is another one`, null)
  return { store, manifest, sha256: sha256(file), facts, unseal }
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
    return { resumed: begun !== null, unmade: [...unmade, ...others, ...rights], roles, rows }
  } finally {
    await db.close()
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

/** @throws UserError where a table with rows cannot be made */
function refuseHomeless({ refused }: Steps, { tables }: Manifest): void {
  const filled = new Set(tables.filter(({ rows }) => rows > 0).map((table) => nameOfTable(table)))
  const homeless = refused.filter(({ fact }) => kindOf(fact) === 'table' && filled.has(quotedName(fact)))
  if (homeless.length === 0) return
  const why = refused.filter(({ fact }) => HOLDS_UP.has(kindOf(fact))).map(({ fact, reason }) => `${fact}: ${reason}`)
  throw new UserError(
    `${homeless.map(({ fact }) => nameOf(fact)).join(', ')} cannot be made in that database, and there are rows for it; PostgreSQL said: ${why.slice(0, 5).join('; ')}`,
    'restore where its extensions and types are at hand: another server, or --shadow-url for a drill',
  )
}

/** What a table may wait for. */
const HOLDS_UP: ReadonlySet<string> = new Set([
  'extension',
  'table',
  'enum',
  'domain',
  'composite',
  'range',
  'function',
])

const quotedName = (key: string) =>
  nameParts(nameOf(key))
    .map((part) => identifier(bare(part)))
    .join('.')

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
