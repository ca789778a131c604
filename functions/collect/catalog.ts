import type { GroupName } from '../model/fact.ts'
import { LOCKED_DIGEST } from '../model/lock.ts'
import type { JournalTable, ShardedGroup, Slice } from '../model/question.ts'
import { literal, quoted } from '../model/sql.ts'
import type { Without } from '../model/texts.ts'

export type { JournalTable, ShardedGroup, Slice }

/**
/**
 * The texts of supabase/catalog: `locks` and `scope`, which everything reads from, one text per kind, `facts`, which has
 * the last word, and `surroundings`, which are no facts.
 */
export type CatalogSql = Readonly<Record<'locks' | 'scope' | 'facts', string>> & Readonly<Record<string, string>>

/** Grows whenever a change to supabase/catalog changes what facts look like; fingerprints of other versions do not compare. */
export const CATALOG_VERSION = 4

/** The texts that read pinned kinds (functions/model/pinned.ts): the replay has no use for them. */
const PINNED_TEXTS: ReadonlySet<string> = new Set(['default-privileges', 'owners', 'privileges', 'roles', 'settings'])

/** The texts without those that read pinned kinds. */
export const withoutPinned = ({ locks, scope, facts, ...kinds }: CatalogSql): CatalogSql => ({
  locks,
  scope,
  facts,
  ...Object.fromEntries(Object.entries(kinds).filter(([name]) => !PINNED_TEXTS.has(name))),
})

export { quoted }

/**
 * Whose texts hold queries: PostgreSQL keeps its locks on what these name until the statement ends. They are printed last, so
 * that a migration waits for as little of a statement as can be.
 */
const KEEP_LOCKS: ReadonlySet<string> = new Set(['functions', 'policies', 'rules', 'views'])

/** `with …, facts as (…)`: all facts as (kind, schema, key, parent, value), to be followed by a select from `facts`. */
export function factsCte(sql: CatalogSql, journal: JournalTable, relations = 'true'): string {
  const { locks, scope, facts, surroundings: _, ...kinds } = sql
  const names = Object.keys(kinds).toSorted()
  const printed = [
    ...names.filter((name) => !KEEP_LOCKS.has(name)),
    ...[...KEEP_LOCKS].filter((name) => name in kinds),
  ].map((name) => kinds[name])
  return bound(
    `with\n${locks}\n${scope},\nprinted as (\n${printed.join('\nunion all\n')}\n),\nfacts as (\n${facts}\n)\n`,
    journal,
    relations,
  )
}

/** `with …`: what the texts of the kinds read from, to be followed by a select of one's own. */
export const scopeCte = ({ locks, scope }: CatalogSql, journal: JournalTable): string =>
  bound(`with\n${locks}\n${scope}\n`, journal, 'true')

const bound = (sql: string, journal: JournalTable, relations: string) =>
  sql
    .replaceAll(":'journal_schema'", literal(journal.schema))
    .replaceAll(":'journal_table'", literal(journal.table))
    .replaceAll(':relations', relations)

/**
 * Statement → (kind, schema, relation, key, parent, value) of what stands around the facts and bears one of some names, and
 * of what who migrates may do. `role`: who that is; '' is whom the journal belongs to.
 */
export function surroundingsStatement(
  sql: CatalogSql,
  journal: JournalTable,
  names: readonly string[],
  role: string,
): string {
  const array = `{${names.map((name) => `"${name.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
  return `${scopeCte(sql, journal)}${bound(sql.surroundings ?? '', journal, 'true')}`
    .replaceAll(":'role'", () => literal(role))
    .replaceAll(":'names'", () => literal(array))
}

/** Where there is no lock, which is nearly always, no value need be looked at. */
const IS_LOCKED = `((select found from any_lock) and starts_with(value, e'\\x18'))`
/**
 * Both sides of a fingerprint hash facts in this form, in byte order of the key. What a lock keeps from being printed is not
 * in it, and the digest then says so and equals none.
 */
const DIGEST = `case when bool_or(${IS_LOCKED}) then '${LOCKED_DIGEST}' else '' end || coalesce(left(encode(sha256(convert_to(
  string_agg(key || e'\\x1f' || value, e'\\x1e' order by key collate "C") filter (where not ${IS_LOCKED}), 'UTF8'
)), 'hex'), 32), '')`
const SHARD = `('x' || left(md5(key), 8))::bit(32)::bigint`

/**
 * Statement → (kind, schema, count, digest) of every group, and rows about the target itself, as digest: `about
 * server` with its server_version_num, `about journal` with the journal's columns, `about supabase` with those
 * of the Supabase CLI's history, `about supabase-closed` with what keeps that from being read (a lock, `denied`, or
 * `policies`, which hide rows), `about session` with its search_path, `about lock` with what stands in the way of reading
 * the journal, `about without CATALOG` with the texts that were left out since they need that one.
 */
export const fingerprintStatement = (cte: string, journal: JournalTable, without: readonly Without[] = []): string =>
  `${cte}select kind, schema, count(*)::int as count, ${DIGEST} as digest
from facts
group by kind, schema
union all
select 'about server', '', 0, current_setting('server_version_num')
union all
select 'about session', '', 0, current_setting('search_path')
union all
select 'about lock', '', 0, (select value from locked_relations where oid = to_regclass(${literal(quoted(journal))}))
union all
select 'about journal', '', 0, (
  select string_agg(a.attname, ',' order by a.attnum)
  from pg_catalog.pg_attribute a
  where a.attrelid = to_regclass(${literal(quoted(journal))}) and a.attnum > 0 and not a.attisdropped
)
union all
select 'about supabase', '', 0, (
  select string_agg(a.attname, ',' order by a.attnum)
  from pg_catalog.pg_namespace n
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = 'schema_migrations' and c.relkind = 'r'
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname = 'supabase_migrations'
)
union all
select 'about supabase-closed', '', 0, (
  select coalesce(
    (select value from locked_relations l where l.oid = c.oid),
    case
      when not has_schema_privilege(n.oid, 'usage') or not has_table_privilege(c.oid, 'select') then 'denied'
      when row_security_active(c.oid) then 'policies'
    end
  )
  from pg_catalog.pg_namespace n
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = 'schema_migrations' and c.relkind = 'r'
  where n.nspname = 'supabase_migrations'
)${without.map(({ catalog, texts }) => `\nunion all\nselect ${literal(`about without ${catalog}`)}, '', 0, ${literal(texts.join(','))}`).join('')}
order by kind, schema`

/** Statement → (id, hash, created_at, name) of the journal, in order of id; columns that are not there are null. */
export function journalStatement(journal: JournalTable, columns: readonly string[]): string {
  const select = ['id', 'hash', 'created_at', 'name'].map((name) => (columns.includes(name) ? name : `null as ${name}`))
  return `select ${select.join(', ')} from ${quoted(journal)} order by 1`
}

/**
 * Statement → (count, digest) of the journal: its rows in order of id, as lines of hash, created_at and, where the table
 * has it, name. Where columns of the Supabase CLI's history are named, its digest, too, as `supabase`.
 */
export function journalDigestStatement(
  journal: JournalTable,
  columns: readonly string[],
  supabase?: readonly string[],
): string {
  const line = ['hash', 'created_at', 'name'].filter((name) => columns.includes(name)).join(', ')
  return `select count(*)::int as count,
  left(encode(sha256(convert_to(coalesce(string_agg(concat_ws(' ', ${line}), e'\\n' order by id), ''), 'UTF8')), 'hex'), 32) as digest${supabase ? `,\n  (${supabaseDigestStatement(supabase)}) as supabase` : ''}
from ${quoted(journal)}`
}

/** The Supabase CLI's own table; older versions of it have fewer columns. */
const SUPABASE = 'supabase_migrations.schema_migrations'

/** What is read of a row; null where the table has no such column. */
const supabaseColumns = (has: readonly string[]) => [
  'version::text',
  has.includes('name') ? 'name::text' : 'null::text',
  has.includes('statements') ? 'array_to_json(statements)::text' : 'null::text',
]

/** Statement → (version, name, statements as JSON text) of what the Supabase CLI applied, in order of version. */
export const supabaseStatement = (has: readonly string[]): string => {
  const [version, name, statements] = supabaseColumns(has)
  return `select ${version} as version, ${name} as name, ${statements} as statements
from ${SUPABASE}
order by version::text collate "C"`
}

/** Statement → (digest) of the same: collect/supabase.ts computes it from the rows, too. */
export const supabaseDigestStatement = (has: readonly string[]): string =>
  `select left(encode(sha256(convert_to(coalesce(string_agg(concat_ws(e'\\x1f', ${supabaseColumns(has).join(', ')}), e'\\x1e'
  order by version::text collate "C"), ''), 'UTF8')), 'hex'), 32) as digest
from ${SUPABASE}`

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

/**
 * Statement → (kind, schema, key, parent, value) of all facts, or of the facts in some slices; then also, with '' as the
 * key, (count, space, digest) of each group that they are of, as it is at this very moment.
 */
export function factStatement(cte: string, slices?: readonly Slice[]): string {
  const select = 'select kind, schema, key, parent, value\nfrom'
  if (slices === undefined) return `${cte}${select} facts\norder by key collate "C"`
  const groups = slices.map((slice) => `(${inGroup(slice)})`)
  const wanted = slices.map((slice) => `(${inGroup(slice)}${inShards(slice)})`)
  const chosen = `chosen as materialized (\n${select} facts where ${groups.join(' or ')}\n)`
  return `${cte.trimEnd()},\n${chosen}\n${select} (
  ${select} chosen where ${wanted.join(' or ')}
  union all
  select kind, schema, '', null, count(*) || ' ' || ${DIGEST} from chosen group by kind, schema
) read
order by key collate "C"`
}

const inShards = ({ only, shards }: Slice): string =>
  only === undefined ? '' : ` and ${only.length === 0 ? 'false' : `${SHARD} % ${shards} in (${only.join(', ')})`}`
