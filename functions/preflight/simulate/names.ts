import type { Node } from '@supabase/pg-parser/17/types'
import { kindOf, nameOf, nameParts } from '../../model/fact.ts'
import { identifier } from '../../model/sql.ts'

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

/** Words that PostgreSQL quotes as names: its reserved words, and those that are a type's or a function's. */
const QUOTED = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast ' +
    'char character check coalesce collate collation column concurrently constraint create cross current_catalog ' +
    'current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable ' +
    'desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest ' +
    'group grouping having ilike in initially inner inout int integer intersect interval into is isnull join lateral ' +
    'leading least left like limit localtime localtimestamp national natural nchar none not notnull null nullif numeric ' +
    'offset on only or order out outer overlaps overlay placing position precision primary real references returning ' +
    'right row select session_user setof similar smallint some substring symmetric table tablesample then time ' +
    'timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window with'
  ).split(' '),
)

/** As PostgreSQL's quote_ident. */
export const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) && !QUOTED.has(name) ? name : identifier(name)

/** Quoted names with dots; the schema public goes unsaid, as it does in messages while it is on the search path. */
export const dotted = (path: readonly string[]): string =>
  (path[0] === 'public' && path.length > 1 ? path.slice(1) : path).map(quoted).join('.')

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
