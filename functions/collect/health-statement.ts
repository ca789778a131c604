import type { OrphanKey, Question } from '../model/question.ts'
import { identifier, literal, quoted } from '../model/sql.ts'

/** The texts of supabase/checks, by name. */
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
      return `select ${literal(name)} as text, (select coalesce(json_agg(row_to_json(t)), '[]') from (\n${text}\n) t)::text as rows`
    })
    .join('\nunion all\n')

/** More orphans than this are not counted. */
export const MOST_ORPHANS = 1000

/** Statement → (key, rows): for each foreign key how many rows refer to nothing, up to MOST_ORPHANS + 1. */
export const orphanStatement = (keys: readonly OrphanKey[]): string =>
  keys.map((key, i) => `select ${i} as key, (${orphansOf(key)}) as rows`).join('\nunion all\n')

function orphansOf(key: OrphanKey): string {
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
    and not exists (
      select
      from ${quoted({ schema: key.target_schema, table: key.target })} p
      where ${own.map((column, i) => `${far[i]} = ${column}`).join(' and ')}
    )
  limit ${MOST_ORPHANS + 1}
) o`
}
