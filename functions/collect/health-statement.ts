import type { OrphanKey, Question } from '../model/question.ts'
import { identifier, literal, quoted } from '../model/sql.ts'

/** The texts of supabase/checks, by name; those of supabase/performance, as `performance/name`. */
export type CheckSql = Readonly<Record<string, string>>

type HealthQuestion = Extract<Question, { ask: 'health' }>

const VARIANT = /^-- plumbline: (from|until) (\d+)$/m

/** The variant of a text that is for a server: `-- plumbline: from 17` stands in the text itself. */
function variantOf(sql: CheckSql, name: string, server: number): string {
  const major = Math.floor(server / 10_000)
  const fits = ([key, text]: [string, string]) => {
    if (key !== name && !(key.startsWith(`${name}-`) && /^\d+$/.test(key.slice(name.length + 1)))) return false
    const [, when, limit] = VARIANT.exec(text) ?? []
    return when === undefined || (when === 'from' ? major >= Number(limit) : major <= Number(limit))
  }
  const [, text] = Object.entries(sql).find(fits) ?? []
  if (text === undefined) throw new Error(`supabase/checks has no ${name}.sql for PostgreSQL ${major}`)
  return text
}

/** Statement → (text, rows): what each text answers, as a JSON array. One statement, whatever is asked. */
export const healthStatement = (sql: CheckSql, { texts, server, schema }: HealthQuestion): string =>
  texts
    .map((name) => {
      const text = variantOf(sql, name, server).replaceAll(':"schema"', () => identifier(schema ?? 'extensions'))
      return rowsAsJson(name, text)
    })
    .join('\nunion all\n')

/** Statement → (text, rows): what a text answers, as a JSON array. */
export const rowsAsJson = (name: string, text: string): string =>
  `select ${literal(name)} as text, (select coalesce(json_agg(row_to_json(t)), '[]') from (\n${text}\n) t)::text as rows`

/** More orphans than this are not counted. */
export const MOST_ORPHANS = 1000

/** Statement → (key, rows): how many rows each table has. */
export const countStatement = (tables: readonly { schema: string; table: string }[]): string =>
  tables
    .map((table, i) => `select ${i} as key, (select count(*) from ${quoted(table)})::float8 as rows`)
    .join('\nunion all\n')

type OrphanQuestion = Extract<Question, { ask: 'orphans' }>

/** Statement → (key, rows[, pages]): for each foreign key how many rows refer to nothing, up to MOST_ORPHANS + 1. */
export const orphanStatement = ({ keys, blocks }: Pick<OrphanQuestion, 'keys' | 'blocks'>): string =>
  keys
    .map((key, i) => {
      const pages = blocks === undefined ? '' : `, (${pagesOf(key)}) as pages`
      return `select ${i} as key, (${orphansOf(key, blocks)}) as rows${pages}`
    })
    .join('\nunion all\n')

/** Who counts the rows of a table holds it under ACCESS SHARE anyway: its true size costs no other lock. */
const pagesOf = ({ schema, relation }: OrphanKey) =>
  `pg_catalog.pg_relation_size(${literal(quoted({ schema, table: relation }))}::pg_catalog.regclass)::float8
  / pg_catalog.current_setting('block_size')::float8`

/** A TID range scan reads nothing but its blocks (from PostgreSQL 14 on). */
const within = ({ from, to }: { from: number; to: number }) =>
  `and c.ctid >= '(${from},0)'::pg_catalog.tid and c.ctid < '(${to},0)'::pg_catalog.tid`

function orphansOf(key: OrphanKey, blocks: OrphanQuestion['blocks']): string {
  const own = key.columns.map((name) => `c.${identifier(name)}`)
  const far = key.target_columns.map((name) => `p.${identifier(name)}`)
  // MATCH SIMPLE lets a row be where any column is null, MATCH FULL only where all are.
  const concerned = key.match_full
    ? `not (${own.map((column) => `${column} is null`).join(' and ')})`
    : own.map((column) => `${column} is not null`).join(' and ')
  return `select count(*)::int
from (
  select
  from ${quoted({ schema: key.schema, table: key.relation })} c
  where ${concerned}
    ${blocks === undefined ? '' : within(blocks)}
    and not exists (
      select
      from ${quoted({ schema: key.target_schema, table: key.target })} p
      where ${own.map((column, i) => `${far[i]} = ${column}`).join(' and ')}
    )
  limit ${MOST_ORPHANS + 1}
) o`
}
