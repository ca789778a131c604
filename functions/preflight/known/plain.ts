import { kindOf, nameOf, nameParts, type Fact } from '../../model/fact.ts'
import { keyOf, type Name } from '../tree/name.ts'
import type { TypeRef } from '../tree/type.ts'
import { tableIn, type Known, type KnownTable } from './known.ts'
import { emptyTable } from './table.ts'

/**
 * Takes a fact into what is known where its text can be read without PostgreSQL's parser, which takes some 0.06 ms a fact:
 * tables, columns, indexes of plain columns, policies. They are nearly all of a catalog.
 * @returns false where the parser must read it
 */
export function learnPlain(known: Known, fact: Fact): boolean {
  const parts = nameParts(nameOf(fact.key)).map(bare)
  const [schema = '', name = '', part = ''] = parts
  switch (kindOf(fact.key)) {
    case 'table':
      return parts.length === 2 && learnTable(known, { schema, name }, fact.value)
    case 'column':
      return parts.length === 3 && learnColumn(known, { schema, name }, part, fact.value)
    case 'index':
      return learnIndex(known, fact.value)
    case 'policy': {
      const table = tableIn(known, { schema, name })
      if (table) table.policies += 1
      return true
    }
    default:
      return false
  }
}

const bare = (part: string) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part)

function learnTable(known: Known, name: Name, value: string): boolean {
  if (tableIn(known, name)) return true
  const table = emptyTable(name, value.includes(' partition by ') ? 'partitioned' : 'table', false)
  table.rowSecurity = /row level security enabled/.test(value)
  known.tables.set(keyOf(name), table)
  return true
}

function tableOf(known: Known, name: Name): KnownTable {
  const table = tableIn(known, name) ?? emptyTable(name, 'table', false)
  known.tables.set(keyOf(name), table)
  return table
}

function learnColumn(known: Known, name: Name, column: string, value: string): boolean {
  const [type = ''] = value.split(ATTRIBUTES)
  const read = typeFrom(type)
  if (read === null) return false
  const [declared = ''] = value.split(/ default /)
  const { columns } = tableOf(known, name)
  if (!columns.has(column))
    columns.set(column, {
      name: column,
      type: read,
      notNull: / not null\b/.test(declared),
      hasDefault: / default /.test(value),
      pending: false,
    })
  return true
}

/** What follows the type in a column's fact. */
export const ATTRIBUTES = / (?:collate|storage|compression|statistics|set \(|options \(|not null|generated|default)/

/** How format_type writes types whose names the grammar translates, and what they become. */
const SPOKEN: Readonly<Record<string, string>> = {
  bigint: 'int8',
  integer: 'int4',
  smallint: 'int2',
  boolean: 'bool',
  real: 'float4',
  'double precision': 'float8',
  numeric: 'numeric',
  'character varying': 'varchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
}
/** Types that are written as they are called. */
const SAME = new Set('text uuid json jsonb date bytea inet cidr citext tsvector xml money name oid'.split(' '))
const TYPE = /^([a-z]+(?: [a-z]+)*|[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*)(?:\((\d+(?:,\d+)?)\))?((?: [a-z]+)*)(\[\])?$/

/** A type as the parser would read it; null where it is not plain. */
function typeFrom(text: string): TypeRef | null {
  const [, head = '', mods, tail = '', array] = TYPE.exec(text) ?? []
  const args = mods === undefined ? [] : mods.split(',').map(Number)
  const [schema = '', own] = head.split('.')
  if (own !== undefined) return tail === '' ? { schema, name: own, args, array: array !== undefined } : null
  const spoken = `${head}${tail}`
  const name = SPOKEN[spoken] ?? (SAME.has(spoken) ? spoken : undefined)
  return name === undefined ? null : { schema: null, name, args, array: array !== undefined }
}

const IDENT = '[a-z_][a-z0-9_]*'
const INDEX = new RegExp(
  `^CREATE (UNIQUE )?INDEX (${IDENT}) ON (${IDENT})\\.(${IDENT}) USING ([a-z]+) \\((${IDENT}(?:, ${IDENT})*)\\)( WHERE [\\s\\S]*)?$`,
)

function learnIndex(known: Known, value: string): boolean {
  const [, unique, name, schema, table, method, columns, where] = INDEX.exec(value.replace(/ \(invalid\)$/, '')) ?? []
  if (name === undefined || schema === undefined || table === undefined || columns === undefined) return false
  known.indexes.put({
    name,
    table: { schema, name: table },
    columns: columns.split(', '),
    unique: unique !== undefined,
    partial: where !== undefined,
    method: method ?? 'btree',
    constraint: false,
  })
  return true
}
