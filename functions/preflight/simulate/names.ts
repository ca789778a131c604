import type { Node } from '@supabase/pg-parser/17/types'
import { kindOf, nameOf, nameParts } from '../../model/fact.ts'
import { ident } from '../../model/sql.ts'

export { ident as quoted } from '../../model/sql.ts'

/** Names in an id are as PostgreSQL stores them, unquoted; this stands between them. */
const BETWEEN = '\u001f'

/** The id of a thing: its kind and its raw names. */
export const idOf = (kind: string, ...path: readonly string[]): string => `${kind}:${path.join(BETWEEN)}`

/** Raw names of an id, without its kind. */
export const pathOf = (id: string): string[] => id.slice(id.indexOf(':') + 1).split(BETWEEN)

/** The id of what a fact's key names. */
export const idFromKey = (key: string): string => idOf(kindOf(key), ...nameParts(nameOf(key)).map(unquoted))

/** `"A b"` → `A b`; a function's arguments stay as they are. */
export function unquoted(part: string): string {
  const quoted = /^"((?:[^"]|"")*)"/.exec(part)
  return quoted ? (quoted[1] ?? '').replaceAll('""', '"') + part.slice(quoted[0].length) : part
}

/** Quoted names with dots; the schema public goes unsaid, as it does in messages while it is on the search path. */
export const dotted = (path: readonly string[]): string =>
  (path[0] === 'public' && path.length > 1 ? path.slice(1) : path).map(ident).join('.')

/** The texts of a list of String nodes. */
export const strings = (nodes: readonly Node[] | undefined): string[] =>
  (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))

/** A name that may have a schema before it. */
export interface Name {
  schema: string | null
  name: string
}

/** The last two of a list of names. */
export const nameFrom = (parts: readonly string[]): Name => ({ schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' })

/** As messages write it: `users`, `auth.users`. */
export const shown = ({ schema, name }: Name): string => (schema === null ? name : `${schema}.${name}`)
