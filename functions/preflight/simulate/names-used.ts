import type { ParsedMigration } from '../parse/migration.ts'
import type { SqlParser } from '../parse/parser.ts'

const FIELDS = new Set(['sval', 'relname', 'schemaname', 'rolename', 'policy_name', 'name', 'str'])

/** What the defaults of columns that are there may call. */
const IN_DEFAULTS = ['now', 'gen_random_uuid', 'uuid_generate_v4', 'nextval', 'timezone', 'lower', 'upper', 'length']

/**
 * Every name that the statements may mean by something that no fact tells of: all names and short texts of the trees,
 * and the words of texts that are SQL themselves (the bodies of functions and DO blocks).
 */
export function namesIn(pending: readonly ParsedMigration[], parser: SqlParser): string[] {
  const names = new Set(IN_DEFAULTS)
  const visit = (value: unknown, field: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, field)
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, key)
    else if (typeof value === 'string' && FIELDS.has(field)) {
      if (value.length <= 63) names.add(value)
      else
        for (const token of parser.scan(value) ?? [])
          if (/^[\w"$\u0080-\uffff]{1,63}$/.test(token.text)) names.add(token.text.replaceAll('"', ''))
    }
  }
  for (const { statements } of pending) for (const { node } of statements) visit(node, '')
  for (const text of Array.from(names)) for (const [word = ''] of text.matchAll(/[\w$\u0080-\uffff]+/g)) names.add(word)
  return [...names].filter((name) => name !== '' && !/\p{Cc}/u.test(name)).toSorted()
}
