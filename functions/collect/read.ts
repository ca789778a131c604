import type { Fact, Fingerprint, GroupName } from '../model/fact.ts'
import { groupId } from '../model/fact.ts'
import type { Migration } from '../model/blueprint.ts'
import { sha256 } from '../model/parts.ts'
import type { JournalRow, JournalRows } from '../model/journal.ts'
import {
  factStatement,
  fingerprintStatement,
  journalDigestStatement,
  journalStatement,
  shardStatement,
  type JournalTable,
  type ShardedGroup,
  type Slice,
} from './catalog.ts'
import type { Row, Session } from './session.ts'
import { unqualifyView } from './views-15.ts'

/** The fingerprints of a target, and what is needed to go on reading it in the same snapshot. */
export interface Fingerprints {
  /** server_version_num, e.g. 170009. */
  server: number
  groups: Fingerprint[]
  /** null: there is no such table. */
  journalColumns: string[] | null
}

/** Asks for the fingerprint of every group: one statement, one round trip. */
export async function readFingerprints(session: Session, cte: string, journal: JournalTable): Promise<Fingerprints> {
  const rows = await session.query<Row & Fingerprint>(fingerprintStatement(cte, journal))
  const about = (kind: string) => rows.find((row) => row.kind === kind)
  const columns = about('about journal')?.digest ?? ''
  return {
    server: Number(about('about server')?.digest),
    groups: rows.filter((row) => !row.kind.startsWith('about ')),
    journalColumns: columns === '' ? null : columns.split(','),
  }
}

/** The rows of the journal table, in order of id. */
export async function readJournal(
  session: Session,
  journal: JournalTable,
  columns: readonly string[] | null,
): Promise<JournalRows> {
  if (columns === null) return { state: 'absent' }
  const rows = await session.query<Row>(journalStatement(journal, columns))
  return { state: 'read', named: columns.includes('name'), rows: rows.map(journalRow) }
}

const journalRow = (row: Row): JournalRow => ({
  id: row.id === null ? null : Number(row.id),
  hash: String(row.hash),
  createdAt: row.created_at === null ? null : Number(row.created_at),
  name: typeof row.name === 'string' ? row.name : null,
})

/**
 * The rows of a journal that holds the first migrations, each once, in order and unedited; null where it holds anything
 * else and must be read. Only a digest crosses the wire, so the rows have no ids.
 */
export async function readPlainJournal(
  session: Session,
  journal: JournalTable,
  columns: readonly string[],
  migrations: readonly Pick<Migration, 'hash' | 'when' | 'tag'>[],
): Promise<JournalRows | null> {
  const [row] = await session.query<Row & { count: number; digest: string }>(journalDigestStatement(journal, columns))
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
export interface ShardDigest extends GroupName {
  shard: number
  count: number
  digest: string
}

/** The shard digests of some groups; groups of a single shard need none. */
export async function readShards(
  session: Session,
  cte: string,
  groups: readonly ShardedGroup[],
): Promise<ShardDigest[]> {
  return groups.length === 0 ? [] : session.query<Row & ShardDigest>(shardStatement(cte, groups))
}

/** The facts of some slices, or of everything, by group. */
export async function readFacts(
  session: Session,
  cte: string,
  server: number,
  slices?: readonly Slice[],
): Promise<Map<string, Fact[]>> {
  const groups = new Map<string, Fact[]>()
  if (slices?.length === 0) return groups
  const rows = await session.query<Row & GroupName & Fact>(factStatement(cte, slices))
  for (const { kind, schema, key, parent, value } of rows) {
    const facts = groups.get(groupId({ kind, schema })) ?? []
    facts.push({ key, parent, value: printsViewsQualified(server, kind) ? unqualifyView(value) : value })
    groups.set(groupId({ kind, schema }), facts)
  }
  return groups
}

/** PostgreSQL 15 prints the columns of a view over one relation with that relation's name, 16 and later without. */
export const printsViewsQualified = (server: number, kind: string): boolean =>
  server < 160_000 && (kind === 'view' || kind === 'matview')
