import { bodyOf, statementsIn } from './block.ts'
import { tokensOf } from './statements.ts'

const NAME = `((?:"(?:[^"]|"")*"|[\\w$\\u0080-\\uffff]+)(?:\\s*\\.\\s*(?:"(?:[^"]|"")*"|[\\w$\\u0080-\\uffff]+))?)`
const OBJECT =
  'table|view|materialized view|foreign table|sequence|type|domain|function|procedure|aggregate|schema|extension|index'
const ON_TABLE = 'constraint|trigger|policy|rule'

const PATTERNS = [
  // What stands ON a table concerns that table.
  new RegExp(`^create (?:unique )?index .*?\\bon (?:only )?${NAME}`, 'is'),
  new RegExp(
    `^(?:create|alter|drop|comment on) (?:or replace )?(?:constraint )?(?:${ON_TABLE}) .*? on (?:only )?${NAME}`,
    'is',
  ),
  new RegExp(
    `^(?:create|alter|drop) (?:or replace )?(?:(?:local |global )?temp(?:orary)? |unlogged |recursive )?(?:${OBJECT}) ` +
      `(?:concurrently )?(?:if (?:not )?exists )?(?:only )?${NAME}`,
    'is',
  ),
  new RegExp(`^comment on (?:${OBJECT}|column) ${NAME}`, 'is'),
  new RegExp(`^select .* into (?:table )?${NAME}`, 'is'),
]

/** What is of no schema is named without one. */
const DATABASE_WIDE = /^(?:create|alter|drop|comment on) (?:schema|extension) /i

/** Statements that make no facts: their failure leaves nothing unknown. */
const NO_FACTS =
  /^(?:insert|update|delete|merge|select|with|values|copy|truncate|refresh|set|reset|show|analyze|vacuum|lock|notify|listen|grant|revoke|begin|start|commit|rollback|end|savepoint|release|reindex|cluster|checkpoint|explain|prepare|execute|deallocate|discard)\b/i

/**
 * The names (`schema.object`) whose facts a failed statement leaves unknown; `*` where it could have made anything
 * (a DO block that executes text, a statement that PostgreSQL cannot even scan).
 */
export async function concernedNames(sql: string): Promise<string[]> {
  const tokens = await tokensOf(sql)
  if (tokens === null) return ['*']
  const [first, second] = tokens
  if (first?.kind === 'DO' && second?.kind === 'SCONST') return concernedInBlock(second.text)
  const text = tokens.map((token) => token.text).join(' ')
  const name = PATTERNS.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined)
  if (name !== undefined) return [DATABASE_WIDE.test(text) ? spelled(name).join('.') : qualified(name)]
  return NO_FACTS.test(text) ? [] : ['*']
}

/** Drizzle wraps what may be there already: DO $$ BEGIN ALTER TABLE …; EXCEPTION WHEN duplicate_object THEN null; END $$. */
async function concernedInBlock(literal: string): Promise<string[]> {
  const body = bodyOf(literal)
  if (body === null || /\b(?:execute|perform|call)\b/i.test(body)) return ['*']
  const names = await Promise.all(statementsIn(body).map((statement) => concernedNames(statement)))
  return [...new Set(names.flat())]
}

/** As fact keys spell it: folded to lower case, quoted only where needed, in `public` unless it says otherwise. */
function qualified(name: string): string {
  const parts = spelled(name)
  return parts.length === 1 ? `public.${parts[0]}` : parts.slice(0, 2).join('.')
}

const spelled = (name: string): string[] =>
  (name.match(/"(?:[^"]|"")*"|[^\s."]+/g) ?? []).map((part) => {
    if (!part.startsWith('"')) return part.toLowerCase()
    const bare = part.slice(1, -1)
    return /^[a-z_][a-z0-9_]*$/.test(bare) ? bare : part
  })
