import type { Surrounding } from '../../model/surrounding.ts'
import { rightsFrom, type Rights } from './rights.ts'
import { builtIn, typeFromText, type SqlType } from './type.ts'

/** A function that no fact tells of: PostgreSQL's own, an extension's, the platform's. */
export interface AroundFunction {
  schema: string
  name: string
  /** Types of its arguments, of which the last `defaults` may be left out. */
  args: SqlType[]
  defaults: number
  variadic: boolean
  returns: SqlType
  /** i: immutable, s: stable, v: volatile. */
  volatility: string
  /** f function, p procedure, a aggregate, w window. */
  kind: string
  /** Whether who migrates may not run it. */
  closed: boolean
}

/** A relation that no fact tells of. */
export interface AroundRelation {
  schema: string
  name: string
  relkind: string
  columns: Map<string, SqlType>
  /** Column lists of its unique keys. */
  keys: string[][]
}

/** What stands around the facts, by name: only of names that the statements use. */
export interface Around {
  functions: Map<string, AroundFunction[]>
  relations: Map<string, AroundRelation[]>
  types: Map<string, { schema: string; typtype: string }[]>
  schemas: Set<string>
  roles: Set<string>
  /** null: nobody knows who migrates. */
  rights: Rights | null
}

/** Sorts what was read by name. */
export function aroundFrom(rows: readonly Surrounding[]): Around {
  const of = (kind: Surrounding['kind']) => rows.filter((row) => row.kind === kind)
  return {
    functions: Map.groupBy(of('function').map(functionFrom), ({ name }) => name),
    relations: Map.groupBy(of('relation').map(relationFrom), ({ name }) => name),
    types: new Map(
      [...Map.groupBy(of('type'), ({ key }) => key)].map(([name, found]) => [
        name,
        found.map(({ schema, value }) => ({ schema, typtype: value })),
      ]),
    ),
    schemas: new Set(of('schema').map(({ key }) => key)),
    roles: new Set(of('role').map(({ key }) => key)),
    rights: rightsFrom(rows),
  }
}

/** parent: argument types, one a line · value: kind, volatility, defaults, variadic, type of the result, whether it may be run */
function functionFrom({ schema, key, parent, value }: Surrounding): AroundFunction {
  const [kind = 'f', volatility = 'v', defaults = '0', variadic = 'f', returns = 'void', execute] = value.split('\n')
  return {
    schema,
    name: key,
    args: (parent ?? '')
      .split('\n')
      .filter((arg) => arg !== '')
      .map(typeFromText),
    defaults: Number(defaults),
    variadic: variadic === 't',
    returns: typeFromText(returns),
    volatility,
    kind,
    closed: execute === 'f',
  }
}

/** parent: unique keys, one a line, columns by tabs · value: relkind, then a line per column: name, tab, type */
function relationFrom({ schema, key, parent, value }: Surrounding): AroundRelation {
  const [relkind = 'r', ...columns] = value.split('\n')
  return {
    schema,
    name: key,
    relkind,
    columns: new Map(
      columns.map((line) => {
        const [name = '', type] = line.split('\t')
        return [name, type === undefined ? builtIn('unknown') : typeFromText(type)]
      }),
    ),
    keys: (parent ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t')),
  }
}
