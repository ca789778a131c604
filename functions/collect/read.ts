import { z } from 'zod'
import type { Fact, Fingerprint } from '../model/fact.ts'
import { groupId } from '../model/fact.ts'
import type { Migration } from '../model/blueprint.ts'
import { sha256 } from '../model/parts.ts'
import type { JournalRow, JournalRows } from '../model/journal.ts'
import { lockIn, type Lock, type LockedFact } from '../model/lock.ts'
import {
  FactRow,
  FingerprintRow,
  JournalDigestRow,
  JournalTableRow,
  ShardRow,
  type JournalTable,
  type Question,
  type ShardedGroup,
  type Slice,
} from '../model/question.ts'
import type { Without } from '../model/texts.ts'
import { MOVED } from './failure.ts'
import { Surrounding } from '../model/surrounding.ts'
import { QueryFailed, type Asking } from './transport.ts'
import { unqualifyView } from './views-15.ts'

/** The rows that answer a question. @throws QueryFailed where they are none of ours */
export async function rowsOf<T>(asking: Asking, question: Question, row: z.ZodType<T>): Promise<T[]> {
  const rows = z.array(row).safeParse(await asking.ask(question))
  if (rows.success) return rows.data
  const [issue] = rows.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new QueryFailed({
    stage: 'query',
    sqlstate: null,
    reason: `the answer has not the form of ${question.ask}: ${where}: ${issue?.message}`,
    mend: null,
  })
}

/** The fingerprints of a target, and what is needed to go on reading it in the same snapshot. */
export interface Fingerprints {
  /** server_version_num, e.g. 170009. */
  server: number
  groups: Fingerprint[]
  /** null: there is no such table. */
  journalColumns: string[] | null
  /** Columns of the Supabase CLI's history; null: the target has none. */
  supabaseColumns: string[] | null
  /** What keeps that history from being read: a lock, a privilege, or policies, which hide rows; null: nothing. */
  supabaseClosed: Lock | 'denied' | 'policies' | null
  /** Who keeps the journal from being read; null: nobody. */
  journalLock: Lock | null
  /** What was left out since the role may not read what it needs. */
  without: Without[]
}

/** Asks for the fingerprint of every group: one statement, one round trip. */
export async function readFingerprints(asking: Asking, journal: JournalTable): Promise<Fingerprints> {
  const rows = await rowsOf(asking, { ask: 'fingerprints', journal }, FingerprintRow)
  const about = (kind: string) => rows.find((row) => row.kind === `about ${kind}`)?.digest ?? ''
  if (about('session') !== EMPTY_PATH) throw new QueryFailed(otherSettings)
  const columnsOf = (kind: string) => (about(kind) === '' ? null : about(kind).split(','))
  return {
    server: Number(about('server')),
    groups: rows.flatMap((row) =>
      row.kind.startsWith('about ') || row.digest === null ? [] : [{ ...row, digest: row.digest }],
    ),
    journalColumns: columnsOf('journal'),
    supabaseColumns: columnsOf('supabase'),
    supabaseClosed: closedBy(about('supabase-closed')),
    journalLock: lockIn(about('lock')),
    without: rows.flatMap(({ kind, digest }) =>
      kind.startsWith(WITHOUT) ? [{ catalog: kind.slice(WITHOUT.length), texts: (digest ?? '').split(',') }] : [],
    ),
  }
}

const WITHOUT = 'about without '

const closedBy = (text: string) => (text === 'denied' || text === 'policies' ? text : lockIn(text))

/** How PostgreSQL shows the search_path of settings.ts. */
const EMPTY_PATH = '""'

const otherSettings = {
  stage: 'query',
  sqlstate: null,
  reason: 'the settings that decide how PostgreSQL prints did not hold: what was read does not compare',
  mend: 'reach the target by another transport: each of its statements was run as a transaction of its own',
} as const

/** The rows of the journal table, in order of id. */
export async function readJournal(
  asking: Asking,
  journal: JournalTable,
  columns: readonly string[] | null,
): Promise<JournalRows> {
  if (columns === null) return { state: 'absent' }
  const rows = await rowsOf(asking, { ask: 'journal', journal, columns }, JournalTableRow)
  return { state: 'read', named: columns.includes('name'), columns: [...columns], rows: rows.map(journalRow) }
}

const journalRow = (row: z.infer<typeof JournalTableRow>): JournalRow => ({
  id: row.id === null ? null : Number(row.id),
  hash: String(row.hash),
  createdAt: row.created_at === null ? null : Number(row.created_at),
  name: row.name,
})

/** What is asked together with the journal's digest. */
export interface AskedAlong {
  /** Columns of the Supabase CLI's history; null: nothing is. */
  columns: readonly string[] | null
  /** Takes its digest. */
  heard(digest: string): void
}

/**
 * The rows of a journal that holds the first migrations, each once, in order and unedited; null where it holds anything
 * else and must be read. Only a digest crosses the wire, so the rows have no ids.
 * @param along what is asked in the same round trip: the digest of the Supabase CLI's history
 */
export async function readPlainJournal(
  asking: Asking,
  journal: JournalTable,
  columns: readonly string[],
  migrations: readonly Pick<Migration, 'hash' | 'when' | 'tag'>[],
  along?: AskedAlong,
): Promise<JournalRows | null> {
  const supabase = along?.columns ? { supabase: along.columns } : {}
  const [row] = await rowsOf(asking, { ask: 'journal-digest', journal, columns, ...supabase }, JournalDigestRow)
  if (row?.supabase !== undefined) along?.heard(row.supabase)
  const named = columns.includes('name')
  const first = migrations.slice(0, row?.count)
  const lines = first.map(({ hash, when, tag }) => [hash, when, ...(named ? [tag] : [])].join(' '))
  if (row?.count !== first.length || row.digest !== (await sha256(lines.join('\n'))).slice(0, 32)) return null
  const rows = first.map(({ hash, when, tag }) => ({
    id: null,
    hash: hash ?? '',
    createdAt: when,
    name: named ? tag : null,
  }))
  return { state: 'read', named, rows }
}

/** Digest of one shard of a group. */
export type ShardDigest = Fingerprint & { shard: number }

/** The shard digests of some groups; groups of a single shard need none. */
export async function readShards(
  asking: Asking,
  journal: JournalTable,
  groups: readonly ShardedGroup[],
): Promise<ShardDigest[]> {
  return groups.length === 0 ? [] : rowsOf(asking, { ask: 'shards', journal, groups }, ShardRow)
}

/** What was read of the facts of some groups. */
export interface FactReading {
  /** By group. */
  groups: Map<string, Fact[]>
  /** What is there, but could only be read by waiting for a lock. */
  locked: LockedFact[]
  /** What the groups of the slices were at that moment. */
  fingerprints: Fingerprint[]
}

/** What was read is of before and after a migration. */
export const moved = (): QueryFailed => new QueryFailed({ stage: 'query', sqlstate: null, ...MOVED })

/**
 * The facts of some slices, or of everything.
 * @throws QueryFailed where one was dropped meanwhile
 */
export async function readFacts(
  asking: Asking,
  journal: JournalTable,
  server: number,
  slices?: readonly Slice[],
): Promise<FactReading> {
  const reading: FactReading = { groups: new Map(), locked: [], fingerprints: [] }
  if (slices?.length === 0) return reading
  const rows = await rowsOf(asking, { ask: 'facts', journal, ...(slices && { slices }) }, FactRow)
  for (const { kind, schema, key, parent, value } of rows) {
    if (value === null) throw moved()
    const lock = lockIn(value)
    if (key === '') reading.fingerprints.push({ kind, schema, ...countAndDigest(value) })
    else if (lock !== null) reading.locked.push({ key, lock })
    else addTo(reading.groups, groupId({ kind, schema }), { key, parent, value: asPrinted(server, kind, value) })
  }
  return reading
}

const asPrinted = (server: number, kind: string, value: string) =>
  printsViewsQualified(server, kind) ? unqualifyView(value) : value

function addTo(groups: Map<string, Fact[]>, id: string, fact: Fact): void {
  const facts = groups.get(id)
  if (facts) facts.push(fact)
  else groups.set(id, [fact])
}

/** `12 4f…` */
function countAndDigest(value: string): { count: number; digest: string } {
  const space = value.indexOf(' ')
  return { count: Number(value.slice(0, space)), digest: value.slice(space + 1) }
}

/** What stands around the facts and bears one of some names, and what a role may do; null: whom the journal belongs to. */
export const readSurroundings = (
  asking: Asking,
  journal: JournalTable,
  names: readonly string[],
  role: string | null = null,
): Promise<Surrounding[]> =>
  rowsOf(asking, { ask: 'surroundings', journal, names, ...(role !== null && { role }) }, Surrounding)

/** PostgreSQL 15 prints the columns of a view over one relation with that relation's name, 16 and later without. */
export const printsViewsQualified = (server: number, kind: string): boolean =>
  server < 160_000 && (kind === 'view' || kind === 'matview')

/** server_version_num as people write it: 170009 → `17.9`. */
export const versionOf = (server: number): string => `${Math.floor(server / 10_000)}.${server % 10_000}`
