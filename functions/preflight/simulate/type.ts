import type { Node, TypeName } from '@supabase/pg-parser/17/types'
import { nameParts } from '../../model/fact.ts'
import { quoted, strings, unquoted } from './names.ts'

/** A type as a column has it. */
export interface SqlType {
  /** null: whichever the search path finds. */
  schema: string | null
  /** PostgreSQL's own name: `int4`, not `integer`. */
  name: string
  /** What stands in parentheses: `10,2`; '' for nothing. */
  mods: string
  array: boolean
}

/** Names of SQL and what PostgreSQL calls them. */
const OWN: Readonly<Record<string, string>> = {
  bigint: 'int8',
  integer: 'int4',
  smallint: 'int2',
  boolean: 'bool',
  'character varying': 'varchar',
  character: 'bpchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'double precision': 'float8',
  real: 'float4',
  'bit varying': 'varbit',
  '"char"': 'char',
}
const SQL = Object.fromEntries(Object.entries(OWN).map(([sql, own]) => [own, sql]))

/** The types of pg_catalog that a column may have, by PostgreSQL's own names. */
export const BUILT_IN = new Set(
  (
    'int2 int4 int8 float4 float8 numeric money bool text varchar bpchar char name bytea uuid json jsonb jsonpath xml date ' +
    'time timetz timestamp timestamptz interval inet cidr macaddr macaddr8 bit varbit point line lseg box path polygon ' +
    'circle tsvector tsquery oid regclass regproc regprocedure regtype regrole regnamespace regoper regoperator ' +
    'regconfig regdictionary regcollation int4range int8range numrange tsrange tstzrange daterange int4multirange ' +
    'int8multirange nummultirange tsmultirange tstzmultirange datemultirange pg_lsn xid xid8 cid tid txid_snapshot ' +
    'pg_snapshot oidvector int2vector record void trigger event_trigger anyelement anyarray anynonarray anyenum anyrange ' +
    'anycompatible anycompatiblearray anycompatiblenonarray anymultirange any cstring internal language_handler ' +
    'fdw_handler index_am_handler tsm_handler table_am_handler refcursor aclitem gtsvector unknown pg_node_tree'
  ).split(' '),
)

export const builtIn = (name: string, array = false): SqlType => ({ schema: 'pg_catalog', name, mods: '', array })

/** From what format_type printed: `character varying(20)[]`, `timestamp(3) with time zone`, `public.status`. */
export function typeFromText(text: string): SqlType {
  const array = text.endsWith('[]')
  const bare = text.replace(/(?:\[\])+$/, '')
  const mods = /\(([^()]*)\)/.exec(bare)
  const name = mods ? bare.slice(0, mods.index) + bare.slice(mods.index + mods[0].length) : bare
  const parts = nameParts(name)
  const own = OWN[name] ?? (parts.length > 1 ? unquoted(parts[1] ?? '') : unquoted(name))
  const schema = parts.length > 1 ? unquoted(parts[0] ?? '') : 'pg_catalog'
  return { schema, name: own, mods: (mods?.[1] ?? '').replaceAll(' ', ''), array }
}

/** SERIAL and its kin: no types, but an integer with a sequence. */
export const SERIALS: Readonly<Record<string, string>> = {
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
  smallserial: 'int2',
  serial2: 'int2',
}

/** From a statement. A name without a schema that PostgreSQL has itself is its own: pg_catalog is looked in first. */
export function typeFromNode(node: TypeName | undefined): SqlType {
  const names = strings(node?.names)
  const name = names.at(-1) ?? ''
  const schema = names.length > 1 ? (names.at(-2) ?? null) : BUILT_IN.has(name) ? 'pg_catalog' : null
  const mods = (node?.typmods ?? []).map(modifier).join(',')
  // CHARACTER is CHARACTER(1); an interval's first modifier is its fields.
  const own = schema === 'pg_catalog' && name === 'interval' ? '' : mods
  return { schema, name, mods: own, array: (node?.arrayBounds ?? []).length > 0 }
}

const modifier = (node: Node): string =>
  'A_Const' in node
    ? String(
        (node.A_Const.ival?.ival ?? node.A_Const.ival)
          ? (node.A_Const.ival?.ival ?? 0)
          : (node.A_Const.sval?.sval ?? ''),
      )
    : ''

/** As format_type writes it in messages: without a schema that is on the search path. */
export function typeText({ schema, name, array }: SqlType): string {
  const bare =
    schema === 'pg_catalog'
      ? (SQL[name] ?? name)
      : (schema === null || schema === 'public' ? '' : `${quoted(schema)}.`) + quoted(name)
  return array ? `${bare}[]` : bare
}

/** The same with its modifier. */
export function typeWithMods(type: SqlType): string {
  if (type.mods === '') return typeText(type)
  const text = typeText({ ...type, array: false })
  const mods = `(${type.mods})`
  const zoned = /^(timestamp|time)( with.*)$/.exec(text)
  const full = zoned ? `${zoned[1]}${mods}${zoned[2]}` : `${text}${mods}`
  return type.array ? `${full}[]` : full
}

/** Whether two types are one, whatever their modifiers. */
export const sameType = (a: SqlType, b: SqlType): boolean =>
  a.name === b.name && a.array === b.array && (a.schema ?? 'public') === (b.schema ?? 'public')
