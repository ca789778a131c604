/**
 * PostgreSQL 15 prints `SELECT users.id FROM public.users` where 16 and later print `SELECT id FROM public.users`: a
 * view's range table still held two unused entries, so that one relation looked like several (ruleutils.c, varprefix).
 * Only the outermost query is concerned; in subqueries all versions qualify.
 */

interface Token {
  text: string
  start: number
  /** How many parentheses are open around it. */
  depth: number
  /** Inside a parenthesis that holds a query of its own. */
  subquery: boolean
}

// Strings, quoted names, words and numbers, or any single other character.
const LEXEME = /E?'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*|\S/gu

/** The value of a view fact as PostgreSQL 16 and later print it. */
export function unqualifyView(value: string): string {
  const tokens = tokensOf(value)
  const relation = onlyRelation(tokens)
  if (relation === null) return value
  let text = ''
  let copied = 0
  tokens.forEach((token, i) => {
    const column = tokens[i + 2]
    if (token.text !== relation || token.subquery || column === undefined || !isColumn(tokens, i)) return
    text += value.slice(copied, token.start)
    copied = column.start
  })
  return text + value.slice(copied)
}

/** What stands before a name that is a schema's: `FROM t.t`, `x::t.kind`, `COLLATE t."C"`; before a part of a longer name: a dot. */
const BEFORE_SCHEMA = new Set(['.', ':', 'FROM', 'ONLY', 'COLLATE'])

/** Whether `relation.name` at a token is a column: neither the whole row nor a thing in a schema of the same name. */
function isColumn(tokens: readonly Token[], i: number): boolean {
  const [before, dot, name, after] = [tokens[i - 1], tokens[i + 1], tokens[i + 2], tokens[i + 3]]
  if (dot?.text !== '.' || name?.text === '*' || after?.text === '(') return false
  return !BEFORE_SCHEMA.has(before?.text ?? '') || isOtherFrom(tokens, i)
}

/** `IS DISTINCT FROM t.a` and `EXTRACT(year FROM t.at)`: not the FROM of the query. */
const isOtherFrom = (tokens: readonly Token[], i: number) =>
  tokens[i - 1]?.text === 'FROM' && (tokens[i - 2]?.text === 'DISTINCT' || (tokens[i]?.depth ?? 0) > 0)

function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  const open: boolean[] = []
  for (const match of sql.matchAll(LEXEME)) {
    const text = match[0]
    if (text === ')') open.pop()
    tokens.push({ text, start: match.index, depth: open.length, subquery: open.includes(true) })
    if (text === '(') open.push(startsQuery(sql.slice(match.index + 1)))
  }
  return tokens
}

const startsQuery = (sql: string) => /^\s*(?:SELECT|WITH|VALUES)\b/.test(sql)

const CLAUSES = new Set(['WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'FOR', ';'])

/** The name that the outermost query gives to its one FROM item; null where there is none, or more than one. */
function onlyRelation(tokens: readonly Token[]): string | null {
  const outer = tokens.filter((token) => token.depth === 0)
  if (outer.some(({ text }) => /^(?:UNION|INTERSECT|EXCEPT)$/.test(text))) return null
  const from = outer.findIndex(({ text }) => text === 'FROM')
  if (from === -1) return null
  const rest = outer.slice(from + 1)
  const end = rest.findIndex(({ text }) => CLAUSES.has(text))
  const item = end === -1 ? rest : rest.slice(0, end)
  if (item.some(({ text }) => text === ',' || text === 'JOIN')) return null
  return aliasOf(item.map(({ text }) => text))
}

const isName = (text: string | undefined) => text !== undefined && text !== 'ONLY' && /^(?:"|[\p{L}_])/u.test(text)

/** `public.users u` → u, `public.users` → users, `( … ) s` → s, `f(…) f(a, b)` → f, `public.t TABLESAMPLE …` → t. */
function aliasOf(item: readonly string[]): string | null {
  const sample = item.indexOf('TABLESAMPLE')
  const words = sample === -1 ? item : item.slice(0, sample)
  const ordinality = words.findIndex((text, i) => text === 'WITH' && words[i + 1] === 'ORDINALITY')
  const names = ordinality === -1 ? words : words.toSpliced(ordinality, 2)
  const bare = names.filter((text, i) => isName(text) && names[i - 1] !== '.' && names[i + 1] !== '.')
  const qualified = names.filter((text, i) => isName(text) && names[i - 1] === '.')
  return bare.at(-1) ?? qualified.at(-1) ?? null
}
