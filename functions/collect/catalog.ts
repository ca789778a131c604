import type { GroupName } from '../model/fact.ts'
import type { JournalTable, ShardedGroup, Slice } from '../model/question.ts'

export type { JournalTable, ShardedGroup, Slice }

/**
 * The texts of supabase/catalog: `scope`, which everything reads from, one text per kind, `facts`, which has the last
 * word, and `surroundings`, which are no facts.
 */
export type CatalogSql = Readonly<Record<'scope' | 'facts', string>> & Readonly<Record<string, string>>

/** Grows whenever a change to supabase/catalog changes what facts look like; fingerprints of other versions do not compare. */
export const CATALOG_VERSION = 2

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

/** The journal table as SQL names it. */
export const quoted = ({ schema, table }: JournalTable): string => `${identifier(schema)}.${identifier(table)}`

/** As quote_literal does: the same text whatever standard_conforming_strings is. */
const literal = (text: string) =>
  text.includes('\\') ? ` E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`

/** `with …, facts as (…)`: all facts as (kind, schema, key, parent, value), to be followed by a select from `facts`. */
export function factsCte(sql: CatalogSql, journal: JournalTable, relations = 'true'): string {
  const { scope, facts, surroundings: _, ...kinds } = sql
  const printed = Object.keys(kinds)
    .toSorted()
    .map((name) => kinds[name])
  return `with\n${scope},\nprinted as (\n${printed.join('\nunion all\n')}\n),\nfacts as (\n${facts}\n)\n`
    .replaceAll(":'journal_schema'", literal(journal.schema))
    .replaceAll(":'journal_table'", literal(journal.table))
    .replaceAll(':relations', relations)
}

/** Statement → (kind, schema, relation, key, parent, value) of what stands around the facts and bears one of some names. */
export function surroundingsStatement(sql: CatalogSql, journal: JournalTable, names: readonly string[]): string {
  const array = `{${names.map((name) => `"${name.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
  return `with\n${sql.scope}\n${sql.surroundings ?? ''}`
    .replaceAll(":'journal_schema'", literal(journal.schema))
    .replaceAll(":'journal_table'", literal(journal.table))
    .replaceAll(':relations', 'true')
    .replaceAll(":'names'", () => literal(array))
}

/** Both sides of a fingerprint hash facts in this form, in byte order of the key. */
const DIGEST = `left(encode(sha256(convert_to(string_agg(key || e'\\x1f' || value, e'\\x1e' order by key collate "C"), 'UTF8')), 'hex'), 32)`
const SHARD = `('x' || left(md5(key), 8))::bit(32)::bigint`

/**
 * Statement → (kind, schema, count, digest) of every group, and rows about the target itself, as digest: `about
 * server` with its server_version_num, `about journal` with the journal's columns, `about session` with its search_path.
 */
export const fingerprintStatement = (cte: string, journal: JournalTable): string =>
  `${cte}select kind, schema, count(*)::int as count, ${DIGEST} as digest
from facts
group by kind, schema
union all
select 'about server', '', 0, current_setting('server_version_num')
union all
select 'about session', '', 0, current_setting('search_path')
union all
select 'about journal', '', 0, (
  select string_agg(a.attname, ',' order by a.attnum)
  from pg_catalog.pg_attribute a
  where a.attrelid = to_regclass(${literal(quoted(journal))}) and a.attnum > 0 and not a.attisdropped
)
order by kind, schema`

/** Statement → (id, hash, created_at, name) of the journal, in order of id; columns that are not there are null. */
export function journalStatement(journal: JournalTable, columns: readonly string[]): string {
  const select = ['id', 'hash', 'created_at', 'name'].map((name) => (columns.includes(name) ? name : `null as ${name}`))
  return `select ${select.join(', ')} from ${quoted(journal)} order by 1`
}

/**
 * Statement → (count, digest) of the journal: its rows in order of id, as lines of hash, created_at and, where the table
 * has it, name.
 */
export function journalDigestStatement(journal: JournalTable, columns: readonly string[]): string {
  const line = ['hash', 'created_at', 'name'].filter((name) => columns.includes(name)).join(', ')
  return `select count(*)::int as count,
  left(encode(sha256(convert_to(coalesce(string_agg(concat_ws(' ', ${line}), e'\\n' order by id), ''), 'UTF8')), 'hex'), 32) as digest
from ${quoted(journal)}`
}

const inGroup = ({ kind, schema }: GroupName) => `kind = ${literal(kind)} and schema = ${literal(schema)}`

/** Statement → (kind, schema, shard, count, digest) of every shard of some groups. */
export function shardStatement(cte: string, groups: readonly ShardedGroup[]): string {
  const selects = groups.map(
    (group) =>
      `select kind, schema, (${SHARD} % ${group.shards})::int as shard, count(*)::int as count, ${DIGEST} as digest\n` +
      `from facts where ${inGroup(group)} group by 1, 2, 3`,
  )
  return `${cte}${selects.join('\nunion all\n')}\norder by kind, schema, shard`
}

/** Statement → (kind, schema, key, parent, value) of the facts in some slices, or of all facts. */
export function factStatement(cte: string, slices?: readonly Slice[]): string {
  const where = slices?.map((slice) =>
    slice.only
      ? `(${inGroup(slice)} and ${SHARD} % ${slice.shards} in (${slice.only.join(', ')}))`
      : `(${inGroup(slice)})`,
  )
  return `${cte}select kind, schema, key, parent, value\nfrom facts\n${where ? `where ${where.join(' or ')}\n` : ''}order by key collate "C"`
}
