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

const DROP = new RegExp(
  `^drop\\s+(table|materialized\\s+view|view|type|domain|function|procedure|sequence|schema|index|policy|trigger)\\s+` +
    `(?:concurrently\\s+)?(?:if\\s+exists\\s+)?(.*)$`,
  'is',
)
const NAMES = new RegExp(`${NAME}(?:\\s*\\([^)]*\\))?`, 'y')
const ON = new RegExp(`^(${IDENT})\\s+on\\s+${NAME}`, 'i')

/**
 * What is left of `made`, fact keys, after a statement: without what it drops, by the names that stand in it, and what hangs on
 * that. ALTER … DROP and RENAME leave all as it is.
 */
export function leftBy(statement: string, made: readonly string[]): string[] {
  const [, noun = '', rest = ''] = DROP.exec(blank(statement).trim()) ?? []
  const gone = goneBy(noun.toLowerCase(), rest)
  const isGone = (name: string) => gone.some((own) => name === own || name.startsWith(`${own}.`))
  return gone.length === 0 ? [...made] : made.filter((key) => !isGone(key.slice(key.indexOf(':') + 1)))
}

/** Names as fact keys have them, whatever their kind: relations, types and routines of one name are rare. */
function goneBy(noun: string, rest: string): string[] {
  if (noun === 'policy' || noun === 'trigger') {
    const on = ON.exec(rest)
    return on ? [`${qualified(on[2] ?? '')}.${spelled(on[1] ?? '')}`] : []
  }
  const names: string[] = []
  for (let at = 0; at < rest.length;) {
    NAMES.lastIndex = at
    const name = NAMES.exec(rest)?.[1]
    if (name === undefined) break
    names.push(noun === 'schema' ? spelled(name) : qualified(name))
    const comma = /\s*,\s*/y
    comma.lastIndex = NAMES.lastIndex
    at = comma.test(rest) ? comma.lastIndex : rest.length
  }
  return names
}

const kindOfType = (word: string, isEnum: string | undefined) =>
  word.toLowerCase() === 'domain' ? 'domain' : isEnum === undefined ? 'composite' : 'enum'

/** Whether a statement makes nothing, rather than to fail, where its object is there already. */
export const isGuarded = (statement: string): boolean =>
  /^(?:create\s+or\s+replace\b|.*?\bif\s+not\s+exists\b)/is.test(blank(statement).trim())

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
