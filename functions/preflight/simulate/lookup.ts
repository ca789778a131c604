import type { RangeVar, TypeName } from '@supabase/pg-parser/17/types'
import type { AroundRelation } from './around.ts'
import { idOf, pathOf, shown, strings, type Name } from './names.ts'
import { doubt, fault, type Remark } from './remark.ts'
import { holds, rightsNow } from './held.ts'
import { needCreate, needUsage } from './permission.ts'
import { BUILT_IN, typeFromNode, typeFromText, type SqlType } from './type.ts'
import { columnsOf, doubtOf, relationAt, type Thing, type World } from './world.ts'
import { viewColumns } from './view-columns.ts'

/** Asks the world something, remarking on the way. */
export type Asks<T> = Generator<Remark, T, void>

/** The answer without the remarks. */
export function quietly<T>(asks: Asks<T>): T {
  for (;;) {
    const step = asks.next()
    if (step.done) return step.value
  }
}

/** Where names without a schema are looked for, after pg_catalog: the path of a role of Supabase. */
export const SEARCH_PATH = ['public', 'extensions']

/** Of these, those that are open to who migrates: what stands in another is not seen. */
export const searchPath = (world: World): readonly string[] =>
  rightsNow(world) === null
    ? SEARCH_PATH
    : SEARCH_PATH.filter((schema) => holds(world, idOf('schema', schema), 'USAGE') !== false)

/** What bears a relation's name. */
export type Found = { by: 'facts'; thing: Thing } | { by: 'around'; relation: AroundRelation }

export const nameOfRange = (range: RangeVar | undefined): Name => ({
  schema: range?.schemaname || (range?.relpersistence === 't' ? 'pg_temp' : null),
  name: range?.relname ?? '',
})

/** Whether a schema is there. */
export const hasSchema = (world: World, schema: string): boolean =>
  world.things.has(idOf('schema', schema)) || world.around.schemas.has(schema) || schema === 'pg_temp'

/** What bears a name in pg_class, by the search path where it has no schema. */
export function findRelation(world: World, { schema, name }: Name): Found | null {
  const schemas = schema === null ? ['pg_temp', 'pg_catalog', ...searchPath(world)] : [schema]
  for (const within of schemas) {
    const thing = relationAt(world, within, name)
    if (thing) return { by: 'facts', thing }
    const relation = world.around.relations.get(name)?.find((known) => known.schema === within)
    if (relation) return { by: 'around', relation }
  }
  return null
}

/**
 * A relation that must be there. `how`: DDL says a missing schema by itself, queries do not.
 * Null where it is not, or nobody knows.
 */
export function* needRelation(
  world: World,
  range: RangeVar | undefined,
  how: 'ddl' | 'query' = 'ddl',
): Asks<Found | null> {
  const name = nameOfRange(range)
  yield* needUsage(world, name.schema)
  const found = findRelation(world, name)
  if (found) return found
  yield* missing(world, name, how, range?.location)
  return null
}

/** That a relation is not there. */
export function* missing(world: World, name: Name, how: 'ddl' | 'query', at?: number): Asks<void> {
  const unsure = doubtOf(world, name.name)
  if (unsure !== null) yield doubt(unsure)
  else if (how === 'ddl' && name.schema !== null && !hasSchema(world, name.schema)) yield noSchema(name.schema, at)
  else
    yield fault('42P01', `relation "${shown(name)}" does not exist`, {
      at,
      thing: idOf('table', name.schema ?? 'public', name.name),
    })
}

export const noSchema = (schema: string, at?: number): Remark =>
  fault('3F000', `schema "${schema}" does not exist`, {
    at,
    thing: idOf('schema', schema),
    mend: [`create schema "${schema}";`],
  })

/** Where a new object goes: its schema must be there, and open to new objects. */
export function* needSchema(world: World, name: Name, at?: number): Asks<void> {
  yield* schemaThere(world, name, at)
  yield* needCreate(world, name.schema ?? SEARCH_PATH[0] ?? 'public')
}

/** The schema that a name is written with must be there. */
export function* schemaThere(world: World, { schema }: Name, at?: number): Asks<void> {
  if (schema === null || hasSchema(world, schema)) return
  const unsure = doubtOf(world, schema)
  yield unsure === null ? noSchema(schema, at) : doubt(unsure)
}

/** The columns of a relation with their types; null where they are not known. */
export function columnsFound(world: World, found: Found): Map<string, SqlType | null> | null {
  if (found.by === 'around') return found.relation.columns
  const { thing } = found
  if (thing.kind === 'table' || thing.kind === 'foreign_table')
    return new Map([...columnsOf(world, thing)].map(([name, { column }]) => [name, column?.type ?? null]))
  if (thing.kind === 'view' || thing.kind === 'matview') {
    const names = viewColumns(world, thing)
    return names && new Map(names.map((name) => [name, null]))
  }
  return null
}

/** What a type's name stands for: a type of the user's with its thing, or one that PostgreSQL or an extension brings. */
export type FoundType = { type: SqlType; thing: Thing | null }

const TYPE_KINDS = ['enum', 'domain', 'composite', 'range']
const ROW_KINDS = ['table', 'view', 'matview', 'foreign_table']

/** The thing that bears a name in pg_type. */
export function typeThing(world: World, schema: string, name: string): Thing | undefined {
  for (const kind of [...TYPE_KINDS, ...ROW_KINDS, 'unmodelled base type']) {
    const thing = world.things.get(idOf(kind, schema, name))
    if (thing) return thing
  }
  return undefined
}

/** A type by its name; null where there is none. */
export function findType(world: World, type: SqlType): FoundType | null {
  if (type.schema === 'pg_catalog' && BUILT_IN.has(type.name)) return { type, thing: null }
  for (const schema of type.schema === null ? ['pg_temp', 'pg_catalog', ...searchPath(world)] : [type.schema]) {
    const thing = typeThing(world, schema, type.name)
    if (thing) return { type: { ...type, schema }, thing }
    if (world.around.types.get(type.name)?.some((known) => known.schema === schema))
      return { type: { ...type, schema }, thing: null }
    if (world.around.relations.get(type.name)?.some((known) => known.schema === schema))
      return { type: { ...type, schema }, thing: null }
  }
  return null
}

/** A type that must be there; null where it is not, or nobody knows. */
export function* needType(world: World, node: TypeName | undefined): Asks<FoundType | null> {
  const type = typeFromNode(node)
  if (node?.pct_type === true) {
    yield doubt('a type that is copied with %TYPE is not simulated')
    return null
  }
  yield* needUsage(world, type.schema)
  const found = findType(world, type)
  if (found) return found
  const unsure = doubtOf(world, type.name)
  const written = strings(node?.names).join('.')
  if (unsure !== null) yield doubt(unsure)
  else if (type.schema !== null && !hasSchema(world, type.schema)) yield noSchema(type.schema, node?.location)
  else
    yield fault('42704', `type "${written}${type.array ? '[]' : ''}" does not exist`, {
      at: node?.location,
      thing: idOf('enum', type.schema ?? 'public', type.name),
    })
  return null
}

/** The labels of an enum in order; null for any other type. */
export function labelsOf(thing: Thing | null): string[] | null {
  if (thing?.kind !== 'enum') return null
  return [...thing.value.matchAll(/'((?:[^']|'')*)'/g)].map(([, label = '']) => label.replaceAll("''", "'"))
}

/** A domain's own type, through domains of domains; any other type as it is. Null where it is not known. */
export function baseOf(world: World, type: SqlType | null): SqlType | null {
  if (type === null || type.array || type.schema === 'pg_catalog') return type
  const thing = findType(world, type)?.thing
  if (thing?.kind !== 'domain') return type
  const text = /^domain as (.+?)(?= (?:collate|default|not null|constraint) |$)/.exec(thing.value)?.[1]
  return text === undefined ? null : baseOf(world, typeFromText(text))
}

/** A schema and name as messages of this world write them: the schema only where it is not on the search path. */
export const placed = (thing: Thing): Name => {
  const [schema = '', name = ''] = pathOf(thing.id)
  return { schema: SEARCH_PATH.includes(schema) ? null : schema, name }
}
