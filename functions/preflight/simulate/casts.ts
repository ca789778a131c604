import { sameType, type SqlType } from './type.ts'

/**
 * The casts of pg_cast that assignment makes by itself ('i' and 'a'), by source type: what ALTER COLUMN TYPE without USING
 * and a default may rely on. Beside these any type becomes a string type by its output function.
 */
const ASSIGNMENT: Readonly<Record<string, string>> = {
  int2: 'int4 int8 float4 float8 numeric oid regproc regprocedure regclass regtype regrole regnamespace regoper regoperator regconfig regdictionary regcollation',
  int4: 'int2 int8 float4 float8 numeric money oid regproc regprocedure regclass regtype regrole regnamespace regoper regoperator regconfig regdictionary regcollation',
  int8: 'int2 int4 float4 float8 numeric money oid regproc regprocedure regclass regtype regrole regnamespace regoper regoperator regconfig regdictionary regcollation',
  float4: 'int2 int4 int8 float8 numeric',
  float8: 'int2 int4 int8 float4 numeric',
  numeric: 'int2 int4 int8 float4 float8 money',
  money: 'numeric',
  date: 'timestamp timestamptz',
  time: 'interval timetz',
  timetz: 'time',
  timestamp: 'date time timestamptz',
  timestamptz: 'date time timestamp timetz',
  interval: 'time',
  text: 'bpchar varchar name regclass char',
  varchar: 'bpchar text name regclass char',
  bpchar: 'text varchar name char',
  char: 'bpchar text varchar',
  name: 'bpchar text varchar',
  bit: 'varbit',
  varbit: 'bit',
  cidr: 'inet',
  inet: 'cidr',
  json: 'jsonb',
  jsonb: 'json',
  macaddr: 'macaddr8',
  macaddr8: 'macaddr',
  oid: 'int4 int8 regclass regproc regprocedure regtype regrole regnamespace regoper regoperator regconfig regdictionary regcollation',
  regclass: 'int4 int8 oid',
  xml: '',
  bool: '',
  uuid: '',
  bytea: '',
  tsvector: '',
  tsquery: '',
  int4range: '',
  int8range: '',
  numrange: '',
  tsrange: '',
  tstzrange: '',
  daterange: '',
  box: 'circle point polygon',
  circle: 'polygon',
  lseg: 'point',
  path: 'polygon point',
  polygon: 'path box circle point',
  point: 'box',
}

/** Of those, the ones that an expression makes by itself ('i'). */
const IMPLICIT: Readonly<Record<string, string>> = {
  int2: 'int4 int8 float4 float8 numeric oid regclass',
  int4: 'int8 float4 float8 numeric oid regclass',
  int8: 'float4 float8 numeric oid regclass',
  float4: 'float8',
  numeric: 'float4 float8',
  date: 'timestamp timestamptz',
  time: 'interval timetz',
  timestamp: 'timestamptz',
  text: 'varchar bpchar name regclass',
  varchar: 'text bpchar name regclass',
  bpchar: 'text varchar',
  name: 'text',
  char: 'text',
  bit: 'varbit',
  varbit: 'bit',
  cidr: 'inet',
  macaddr: 'macaddr8',
  macaddr8: 'macaddr',
  regclass: 'oid',
  oid: 'regclass',
}

const STRINGS = new Set(['text', 'varchar', 'bpchar', 'name'])

const known = (type: SqlType) => type.schema === 'pg_catalog' && type.name in ASSIGNMENT
const named = (table: Readonly<Record<string, string>>, from: string, to: string) =>
  (table[from] ?? '').split(' ').includes(to)

/** Whether assignment turns one into the other; null: a type of the user's or of an extension, whose casts are not known. */
export function assigns(from: SqlType, to: SqlType): boolean | null {
  if (sameType(from, to)) return true
  if (from.array !== to.array) return !from.array ? false : isString(to)
  if (isString(to) && !to.array) return true
  if (known(from) && known(to)) return named(ASSIGNMENT, from.name, to.name)
  return null
}

/** Whether an expression turns one into the other by itself; null as above. */
export function coerces(from: SqlType, to: SqlType): boolean | null {
  if (sameType(from, to)) return true
  if (from.array || to.array) return from.array === to.array ? null : false
  if (known(from) && known(to)) return named(IMPLICIT, from.name, to.name)
  return null
}

/** Text, varchar and their kin. */
export const isString = (type: SqlType): boolean =>
  type.schema === 'pg_catalog' && STRINGS.has(type.name) && !type.array
