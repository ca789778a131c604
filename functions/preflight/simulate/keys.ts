import type { Constraint, IndexStmt } from '@supabase/pg-parser/17/types'
import type { Found } from './lookup.ts'
import { strings } from './names.ts'
import { usersOf, partsOf, type Thing, type World } from './world.ts'

/** A constraint as the parser reads it; null where it is none that it knows. */
export function constraintOf(world: World, thing: Thing): Constraint | null {
  if (thing.node && 'Constraint' in thing.node) return thing.node.Constraint
  // What follows is a storage option of its index, which the definition does not have there.
  const definition = thing.value.replace(/ with \([^()]*\)$/, '')
  const [node] = world.parser.parse(`alter table t add constraint c ${definition}`).nodes ?? []
  const command = node && 'AlterTableStmt' in node ? node.AlterTableStmt.cmds?.[0] : undefined
  const found = command && 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined
  if (!found || !('Constraint' in found)) return null
  thing.node = found
  return found.Constraint
}

/** An index as the parser reads it. */
export function indexOf(world: World, thing: Thing): IndexStmt | null {
  if (thing.node) return 'IndexStmt' in thing.node ? thing.node.IndexStmt : null
  const [node] = world.parser.parse(thing.value.replace(/ (?:tablespace \S+|\(invalid\))$/, '')).nodes ?? []
  if (!node || !('IndexStmt' in node)) return null
  thing.node = node
  return node.IndexStmt
}

/** A key of a table: what a foreign key may refer to. */
export interface Key {
  columns: string[]
  primary: boolean
  thing: Thing | null
}

/** The unique keys of a table, those of plain unique indexes included. */
export function keysOf(world: World, found: Found): Key[] {
  if (found.by === 'around')
    return found.relation.keys.map((columns, i) => ({ columns, primary: i === 0, thing: null }))
  const constraints = partsOf(world, found.thing, 'constraint').flatMap((thing): Key[] => {
    if (!/^(?:PRIMARY KEY|UNIQUE)/.test(thing.value) || thing.value.includes('DEFERRABLE')) return []
    return [{ columns: strings(constraintOf(world, thing)?.keys), primary: thing.value.startsWith('P'), thing }]
  })
  const indexes = usersOf(world, found.thing.id, 'index').flatMap((thing): Key[] => {
    if (!thing.value.startsWith('CREATE UNIQUE') || / (?:WHERE|\(invalid\))/.test(thing.value)) return []
    const columns = (indexOf(world, thing)?.indexParams ?? []).map((param) =>
      'IndexElem' in param ? (param.IndexElem.name ?? '') : '',
    )
    return columns.every((name) => name !== '') ? [{ columns, primary: false, thing }] : []
  })
  return [...constraints, ...indexes]
}

/** Whether two lists hold the same names, in whatever order. */
export const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name))
