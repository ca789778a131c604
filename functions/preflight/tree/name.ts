import type { RangeVar } from '@supabase/pg-parser/17/types'
import { strings, type Node } from './node.ts'
import { ident } from '../../model/sql.ts'

export { ident, literal } from '../../model/sql.ts'

/** A name with its schema; what is written without one is in `public`, where Drizzle puts it. */
export interface Name {
  schema: string
  name: string
}

/** The relation that a range variable names. */
export const relationOf = (range: RangeVar | undefined): Name => ({
  schema: range?.schemaname || 'public',
  name: range?.relname ?? '',
})

/** The object that a list of names means: the last is its name, the one before it its schema. */
export function objectOf(nodes: readonly Node[] | undefined): Name {
  const parts = strings(nodes)
  return { schema: parts.at(-2) ?? 'public', name: parts.at(-1) ?? '' }
}

/** A name as SQL writes it; `public` goes unsaid. */
export const written = ({ schema, name }: Name): string =>
  schema === 'public' ? ident(name) : `${ident(schema)}.${ident(name)}`

/** A name as a key of maps and findings: always with its schema. */
export const keyOf = ({ schema, name }: Name): string => `${ident(schema)}.${ident(name)}`

/** A list of columns as SQL writes it. */
export const columnList = (columns: readonly string[]): string => columns.map(ident).join(', ')

/** A name for something that the recipe makes, cut to what PostgreSQL keeps. */
export const made = (...parts: readonly string[]): string =>
  parts
    .join('_')
    .replaceAll(/[^a-zA-Z0-9_]+/g, '_')
    .slice(0, 63)
