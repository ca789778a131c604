import type { TypeName } from '@supabase/pg-parser/17/types'
import { all, strings } from './node.ts'
import { ident } from './name.ts'

/** A type as a statement names it, in PostgreSQL's short names: int4, varchar, timestamptz. */
export interface TypeRef {
  /** null: a type of pg_catalog, or one found by the search path. */
  schema: string | null
  name: string
  /** What stands in parentheses: a length, precision and scale. */
  args: number[]
  array: boolean
}

/** What the grammar leaves as it was written. */
const ALIASES: Readonly<Record<string, string>> = { bigserial: 'serial8', smallserial: 'serial2', serial4: 'serial' }

/** The type that a statement names; null where there is none. */
export function typeOf(type: TypeName | undefined): TypeRef | null {
  if (type === undefined) return null
  const parts = strings(type.names)
  const schema = parts.length > 1 ? (parts.at(-2) ?? null) : null
  const name = parts.at(-1) ?? ''
  return {
    schema: schema === 'pg_catalog' ? null : schema,
    name: ALIASES[name] ?? name,
    args: all(type.typmods, 'A_Const').flatMap(({ ival }) => ival?.ival ?? []),
    array: (type.arrayBounds ?? []).length > 0,
  }
}

/** How people write them. */
const SPOKEN: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'char',
  serial2: 'smallserial',
  serial8: 'bigserial',
}

/** A type as SQL writes it. */
export function typeText({ schema, name, args, array }: TypeRef): string {
  const bare = schema === null ? (SPOKEN[name] ?? ident(name)) : `${ident(schema)}.${ident(name)}`
  return `${bare}${args.length > 0 ? `(${args.join(', ')})` : ''}${array ? '[]' : ''}`
}

/** Whether two are the same type with the same length. */
export const sameType = (a: TypeRef, b: TypeRef): boolean => typeText(a) === typeText(b)

/** The pseudo-types that make a sequence. */
export const isSerial = ({ name }: TypeRef): boolean => /^serial[28]?$/.test(name)
