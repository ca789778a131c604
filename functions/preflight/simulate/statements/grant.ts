import type { GrantStmt, Node, ObjectWithArgs } from '@supabase/pg-parser/17/types'
import { family } from '../family.ts'
import { changeRights, rightsNow, unsettle } from '../held.ts'
import { findRelation, findType, hasSchema, missing, nameOfRange, noSchema, type Asks } from '../lookup.ts'
import { idOf, nameFrom, pathOf, shown, strings } from '../names.ts'
import { idOfFound, needAny, needUsage } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { needRole } from '../roles.ts'
import { doubtOf, partsOf, type Thing, type World } from '../world.ts'
import { routine, routineMissing } from './drop.ts'

const listed = (node: Node | undefined): string[] =>
  node && 'List' in node ? strings(node.List.items) : node && 'String' in node ? [node.String.sval ?? ''] : []

const ROUTINES = ['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE']
const TYPES = ['OBJECT_TYPE', 'OBJECT_DOMAIN']

/** What ALL … IN SCHEMA stands for, in the order in which PostgreSQL goes through it. */
const ALL_OF: Readonly<Record<string, readonly string[]>> = {
  OBJECT_TABLE: ['table', 'view', 'matview', 'foreign_table'],
  OBJECT_SEQUENCE: ['sequence'],
  OBJECT_FUNCTION: ['function', 'aggregate'],
  OBJECT_PROCEDURE: ['procedure'],
  OBJECT_ROUTINE: ['function', 'aggregate', 'procedure'],
}

interface Granted {
  id: string
  kind: string
  /** As a message names it; absent: as what it is. */
  word?: string
}

/** GRANT and REVOKE: what and whom they name must be there, and who grants must hold something of it. */
export const grant = family('GrantStmt', {
  *check(world, statement) {
    if (statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA') yield* schemas(world, statement)
    else yield* named(world, statement)
    for (const node of statement.grantees ?? []) if ('RoleSpec' in node) yield* needRole(world, node.RoleSpec)
    for (const one of grantedBy(world, statement)) yield* needAny(world, one, one.word)
    yield* unseen(world, statement)
  },
  apply(world, statement) {
    const granted = grantedBy(world, statement)
    if (granted.length === 0) unsettle(world)
    changeRights(world, ...granted.map(({ id }) => id))
  },
})

/** The schemas whose things are meant must be there, and open. */
function* schemas(world: World, { objects }: GrantStmt): Asks<void> {
  for (const name of (objects ?? []).flatMap(listed)) {
    yield* schemaNamed(world, name)
    yield* needUsage(world, name)
  }
}

/** A schema that must be there. */
export function* schemaNamed(world: World, name: string): Asks<void> {
  if (hasSchema(world, name)) return
  yield doubtOf(world, name) === null ? noSchema(name) : doubt('the schema may have been made before')
}

/** What is named one by one must be there. */
function* named(world: World, { objtype = 'OBJECT_TABLE', objects }: GrantStmt): Asks<void> {
  for (const node of objects ?? [])
    if (objtype === 'OBJECT_SCHEMA') yield* schemaNamed(world, listed(node)[0] ?? '')
    else if ('RangeVar' in node && (objtype === 'OBJECT_TABLE' || objtype === 'OBJECT_SEQUENCE')) {
      const name = nameOfRange(node.RangeVar)
      yield* needUsage(world, name.schema)
      if (!findRelation(world, name)) yield* missing(world, name, 'ddl', node.RangeVar.location)
    } else if ('ObjectWithArgs' in node && ROUTINES.includes(objtype)) {
      const { schema, name } = nameFrom(strings(node.ObjectWithArgs.objname))
      yield* needUsage(world, schema)
      const unsure = doubtOf(world, name)
      if (routinesOf(world, node.ObjectWithArgs, objtype).length > 0) continue
      if (unsure === null) yield* routineMissing(world, node.ObjectWithArgs, objtype)
      else yield doubt(unsure)
    } else if (TYPES.includes(objtype)) yield* typeNamed(world, listed(node))
    else yield doubt(`GRANT ON ${objtype.replace('OBJECT_', '')} is not simulated`)
}

/** Here an aggregate is a function, too. */
const routinesOf = (world: World, object: ObjectWithArgs, objtype: string): Thing[] => [
  ...routine(world, object, objtype),
  ...(objtype === 'OBJECT_FUNCTION' ? routine(world, object, 'OBJECT_AGGREGATE') : []),
]

const typeCalled = (world: World, names: readonly string[]) =>
  findType(world, { ...nameFrom(names), mods: '', array: false })

function* typeNamed(world: World, names: readonly string[]): Asks<void> {
  const name = nameFrom(names)
  yield* needUsage(world, name.schema)
  const found = typeCalled(world, names)
  if (found?.thing) return
  if (found) return yield doubt(`${shown(name)} is no type of the migrations`)
  const unsure = doubtOf(world, name.name)
  yield unsure === null ? fault('42704', `type "${shown(name)}" does not exist`) : doubt(unsure)
}

/** What a GRANT gives something of, as far as facts tell of it. */
function grantedBy(world: World, { targtype, objtype = 'OBJECT_TABLE', objects }: GrantStmt): Granted[] {
  // Procedures are functions, too, where PostgreSQL speaks of privileges.
  const word = ROUTINES.includes(objtype) ? { word: 'function' } : {}
  if (targtype === 'ACL_TARGET_ALL_IN_SCHEMA') {
    const within = (objects ?? []).flatMap(listed)
    const things = [...world.things.values()].filter(({ id }) => within.includes(pathOf(id)[0] ?? ''))
    return (ALL_OF[objtype] ?? []).flatMap((kind) =>
      things.filter((thing) => thing.kind === kind).map(({ id }) => ({ id, kind, ...word })),
    )
  }
  return (objects ?? []).flatMap((node): Granted[] => {
    if (objtype === 'OBJECT_SCHEMA') return listed(node).map((name) => ({ id: idOf('schema', name), kind: 'schema' }))
    if ('ObjectWithArgs' in node && ROUTINES.includes(objtype))
      return routinesOf(world, node.ObjectWithArgs, objtype).map(({ id, kind }) => ({ id, kind, ...word }))
    if (TYPES.includes(objtype)) {
      const thing = typeCalled(world, listed(node))?.thing
      return thing ? [thing] : []
    }
    const found = 'RangeVar' in node ? findRelation(world, nameOfRange(node.RangeVar)) : null
    return found ? [idOfFound(found)] : []
  })
}

/** ALL … IN SCHEMA means things that no fact tells of, too: the platform's, and sequences of identity columns. */
function* unseen(world: World, { targtype, objtype = 'OBJECT_TABLE', objects }: GrantStmt): Asks<void> {
  if (targtype !== 'ACL_TARGET_ALL_IN_SCHEMA' || rightsNow(world) === null) return
  for (const name of (objects ?? []).flatMap(listed)) {
    if (!world.things.has(idOf('schema', name))) yield doubt(`what the schema ${name} holds is not read`)
    if (objtype !== 'OBJECT_SEQUENCE') continue
    const tables = [...world.things.values()].filter(({ kind, id }) => kind === 'table' && pathOf(id)[0] === name)
    const closed = tables.find(
      (table) =>
        rightsNow(world)?.objects.has(table.id) &&
        partsOf(world, table, 'column').some(({ column }) => column?.identity),
    )
    if (closed)
      yield doubt(`who may do what with the sequence of an identity column of ${pathOf(closed.id)[1]} is not read`)
  }
}
