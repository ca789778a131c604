import { kindOf, nameOf } from '../../model/fact.ts'
import type { Finding } from '../../model/finding.ts'
import type { SupabaseRow } from '../../model/journal.ts'

/** Whether a finding is of something that is there unexplained: a migration of the Supabase CLI may have made it. */
export const mayBeSupabase = ({ type }: Finding): boolean =>
  type === 'drift.extra' || type === 'drift.collision' || type === 'drift.pushed'

/** Findings of which the Supabase CLI's history says who made what they are about. */
export function withSupabase(findings: readonly Finding[], rows: readonly SupabaseRow[]): Finding[] {
  const makers = makersIn(rows)
  const makerOf = (key: string) => makers.get(withoutArguments(key))
  return findings.map((finding) => {
    if (finding.type === 'drift.pushed') {
      const supabase = [...new Set(finding.follows.flatMap((key) => tagOf(makerOf(key))))]
      return supabase.length === 0 ? finding : { ...finding, supabase }
    }
    if (finding.type !== 'drift.extra' && finding.type !== 'drift.collision') return finding
    const maker = makerOf(finding.fact)
    if (maker === undefined) return finding
    const migration = finding.type === 'drift.collision' ? finding.migration : null
    return { ...finding, cause: { kind: 'supabase', version: maker.version, name: maker.name, migration } }
  })
}

/** `version_name`, as the file is called. */
const tagOf = (row: SupabaseRow | undefined): string[] =>
  row === undefined ? [] : [row.name === null ? row.version : `${row.version}_${row.name}`]

const withoutArguments = (key: string) => {
  const name = nameOf(key)
  return ['function', 'procedure'].includes(kindOf(key)) ? `${kindOf(key)}:${name.replace(/\(.*$/s, '')}` : key
}

/** The migration that made each fact key last. */
function makersIn(rows: readonly SupabaseRow[]): Map<string, SupabaseRow> {
  return new Map(rows.flatMap((row) => row.statements.flatMap((sql) => madeBy(sql).map((key) => [key, row] as const))))
}

const IDENT = '(?:"(?:[^"]|"")+"|[\\w$]+)'
const NAME = `(${IDENT}(?:\\s*\\.\\s*${IDENT})?)`
const UNLESS = '(?:if\\s+not\\s+exists\\s+)?'

const TABLE = new RegExp(`^create\\s+(?:unlogged\\s+)?table\\s+${UNLESS}${NAME}`, 'i')
const VIEW = new RegExp(
  `^create\\s+(?:or\\s+replace\\s+)?(?:recursive\\s+)?(materialized\\s+)?view\\s+${UNLESS}${NAME}`,
  'i',
)
const TYPE = new RegExp(`^create\\s+(type|domain)\\s+${NAME}\\s+as(\\s+enum)?`, 'i')
const ROUTINE = new RegExp(`^create\\s+(?:or\\s+replace\\s+)?(function|procedure)\\s+${NAME}`, 'i')
const SEQUENCE = new RegExp(`^create\\s+sequence\\s+${UNLESS}${NAME}`, 'i')
const SCHEMA = new RegExp(`^create\\s+schema\\s+${UNLESS}(${IDENT})`, 'i')
const ON_TABLE = new RegExp(
  `^create\\s+(?:or\\s+replace\\s+)?(?:constraint\\s+)?(policy|trigger)\\s+(${IDENT})\\s.*?\\bon\\s+${NAME}`,
  'is',
)
const INDEX = new RegExp(
  `^create\\s+(?:unique\\s+)?index\\s+(?:concurrently\\s+)?${UNLESS}(${IDENT})\\s+on\\s+(?:only\\s+)?${NAME}`,
  'i',
)
const ALTER = new RegExp(`^alter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?${NAME}\\s+(.*)$`, 'is')
const ADD = new RegExp(`\\badd\\s+(?:(constraint)\\s+|column\\s+)?${UNLESS}(${IDENT})`, 'gi')

/** Words that may follow ADD and are no column. */
const NO_COLUMN = new Set(['primary', 'foreign', 'unique', 'check', 'exclude', 'generated'])

/**
 * The fact keys that a statement makes, by the names that stand in it. What it makes by the way (a table's columns, the
 * index of a key) follows from those; names that PostgreSQL would choose are left out.
 */
export function madeBy(statement: string): string[] {
  const sql = blank(statement).trim()
  const alter = ALTER.exec(sql)
  if (alter) return addedBy(alter[1] ?? '', alter[2] ?? '')
  const table = TABLE.exec(sql)?.[1]
  if (table !== undefined) return [`table:${qualified(table)}`]
  const index = INDEX.exec(sql)
  if (index) return [`index:${qualified(index[2] ?? '').split('.')[0]}.${spelled(index[1] ?? '')}`]
  const part = ON_TABLE.exec(sql)
  if (part) return [`${part[1]?.toLowerCase()}:${qualified(part[3] ?? '')}.${spelled(part[2] ?? '')}`]
  const view = VIEW.exec(sql)
  if (view) return [`${view[1] === undefined ? 'view' : 'matview'}:${qualified(view[2] ?? '')}`]
  const type = TYPE.exec(sql)
  if (type) return [`${kindOfType(type[1] ?? '', type[3])}:${qualified(type[2] ?? '')}`]
  const routine = ROUTINE.exec(sql)
  if (routine) return [`${routine[1]?.toLowerCase()}:${qualified(routine[2] ?? '')}`]
  const sequence = SEQUENCE.exec(sql)?.[1]
  if (sequence !== undefined) return [`sequence:${qualified(sequence)}`]
  const schema = SCHEMA.exec(sql)?.[1]
  return schema === undefined ? [] : [`schema:${spelled(schema)}`]
}

const kindOfType = (word: string, isEnum: string | undefined) =>
  word.toLowerCase() === 'domain' ? 'domain' : isEnum === undefined ? 'composite' : 'enum'

const addedBy = (table: string, actions: string): string[] =>
  [...actions.matchAll(ADD)].flatMap(([, constraint, name = '']) =>
    constraint === undefined && NO_COLUMN.has(name.toLowerCase())
      ? []
      : [`${constraint === undefined ? 'column' : 'constraint'}:${qualified(table)}.${spelled(name)}`],
  )

/** Comments and strings say nothing of names. */
const blank = (sql: string) =>
  sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g, (text) =>
    text.startsWith('"') ? text : ' ',
  )

/** As fact keys spell it: in `public` unless it says otherwise. */
function qualified(name: string): string {
  const parts = (name.match(/"(?:[^"]|"")*"|[^\s."]+/g) ?? []).map(spelled)
  return parts.length === 1 ? `public.${parts[0]}` : parts.join('.')
}

/** Folded to lower case, quoted only where it must be. */
function spelled(name: string): string {
  if (!name.startsWith('"')) return name.toLowerCase()
  const bare = name.slice(1, -1)
  return /^[a-z_][a-z0-9_]*$/.test(bare) ? bare : name
}
