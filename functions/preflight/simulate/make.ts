import type { Constraint, Node } from '@supabase/pg-parser/17/types'
import { constraintName, VALUES } from './constraint-name.ts'
import { findRelation, findType, nameOfRange, SEARCH_PATH } from './lookup.ts'
import { idOf, pathOf, strings, type Name } from './names.ts'
import type { Definition } from './parts.ts'
import { ownRoutines } from './routines.ts'
import { add, partOf, relationAt, type Thing, type World } from './world.ts'

/** Where a new object goes. */
export const placeOf = ({ schema, name }: Name): [string, string] => [schema ?? SEARCH_PATH[0] ?? 'public', name]

/** Puts a thing there, made by the statement under way. */
export function make(world: World, kind: string, path: readonly string[], more: Partial<Thing> = {}): Thing {
  const thing: Thing = {
    id: idOf(kind, ...path),
    kind,
    needs: [idOf('schema', path[0] ?? '')],
    value: '',
    origin: world.origin,
    ...more,
  }
  add(world, thing)
  return thing
}

/** Gives a table a column, with the sequence of an identity or serial one. */
export function makeColumn(world: World, table: Thing, { name, column, serial }: Definition): void {
  const path = [...pathOf(table.id), name]
  const found = column.type && findType(world, column.type)
  const id = idOf('column', ...path)
  const needs = [table.id, ...(found?.thing ? [found.thing.id] : []), ...(column.type && found ? [] : [])]
  make(world, 'column', path, { needs, column: { ...column, type: found?.type ?? column.type } })
  if (!serial && !column.identity) return
  const [schema = '', relation = ''] = pathOf(table.id)
  make(world, 'sequence', [schema, freeRelation(world, schema, `${relation}_${name}_seq`)], {
    needs: [id],
    value: serial ? 'owned by' : 'identity of',
  })
}

function freeRelation(world: World, schema: string, name: string): string {
  return (
    [name, ...Array.from({ length: 99 }, (_, i) => `${name}${i + 1}`)].find(
      (free) => !relationAt(world, schema, free),
    ) ?? name
  )
}

/** Gives a table a constraint. `columns`: its own, where the constraint does not list them. */
export function makeConstraint(
  world: World,
  table: Thing,
  constraint: Constraint,
  columns: readonly string[],
): Thing | null {
  const value = VALUES[constraint.contype ?? '']
  if (value === undefined) return null
  const [schema = '', relation = ''] = pathOf(table.id)
  const own = ownColumns(constraint, columns)
  const isKey = /^(?:PRIMARY|UNIQUE|EXCLUDE)/.test(value)
  const name = constraintName(
    constraint,
    relation,
    own,
    (taken) =>
      Boolean(partOf(world, table, 'constraint', taken)) || (isKey && Boolean(relationAt(world, schema, taken))),
  )
  const needs = [table.id, ...own.map((column) => idOf('column', schema, relation, column))]
  if (constraint.contype === 'CONSTR_FOREIGN') {
    const found = findRelation(world, nameOfRange(constraint.pktable))
    if (found?.by === 'facts')
      needs.push(
        found.thing.id,
        ...strings(constraint.pk_attrs).map((column) => idOf('column', ...pathOf(found.thing.id), column)),
      )
  }
  if (constraint.contype === 'CONSTR_CHECK')
    needs.push(
      ...columnsIn(constraint.raw_expr)
        .map((column) => idOf('column', schema, relation, column))
        .filter((id) => world.things.has(id)),
    )
  const node: Node = {
    Constraint:
      own.length > 0 && isKey ? { ...constraint, keys: own.map((sval) => ({ String: { sval } })) } : constraint,
  }
  if (constraint.contype === 'CONSTR_PRIMARY')
    for (const column of own) {
      const known = partOf(world, table, 'column', column)?.column
      if (known) known.notNull = true
    }
  return make(world, 'constraint', [schema, relation, name], {
    needs,
    value: constraint.deferrable ? `${value} DEFERRABLE` : value,
    node,
  })
}

/** The columns that a constraint lists, or the one that it stands at. */
export function ownColumns(constraint: Constraint, columns: readonly string[]): string[] {
  const listed = strings(constraint.contype === 'CONSTR_FOREIGN' ? constraint.fk_attrs : constraint.keys)
  return listed.length > 0 ? listed : [...columns]
}

/** Every name of a column in an expression, its last part. */
export function columnsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(columnsIn)
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'ColumnRef' ? strings((value as { fields?: Node[] }).fields).slice(-1) : columnsIn(value),
  )
}

/** Ids of the things that a query or expression names: relations, their columns by name, functions. */
export function namedIn(world: World, node: unknown): string[] {
  const relations: Thing[] = []
  const ids = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (typeof value !== 'object' || value === null) return
    if ('relname' in value && typeof value.relname === 'string') {
      const schema = 'schemaname' in value && typeof value.schemaname === 'string' ? value.schemaname : ''
      const found = findRelation(world, { schema: schema || null, name: value.relname })
      if (found?.by === 'facts') relations.push(found.thing)
    }
    if ('funcname' in value && Array.isArray(value.funcname)) {
      const [name = '', schema = null] = strings(value.funcname as Node[]).toReversed()
      for (const { thing } of ownRoutines(world, schema === null ? SEARCH_PATH : [schema], name))
        if (thing) ids.add(thing.id)
    }
    Object.values(value).forEach(visit)
  }
  visit(node)
  const columns = columnsIn(node)
  for (const relation of relations) {
    ids.add(relation.id)
    for (const column of columns) {
      const part = partOf(world, relation, 'column', column)
      if (part) ids.add(part.id)
    }
  }
  return [...ids]
}
