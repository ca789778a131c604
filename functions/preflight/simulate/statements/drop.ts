import type { DropStmt, Node, ObjectWithArgs } from '@supabase/pg-parser/17/types'
import { described, drop as dropThings, undisturbed } from '../dependents.ts'
import { family } from '../family.ts'
import { findRelation, findType, hasSchema, noSchema, placed, SEARCH_PATH, type Asks } from '../lookup.ts'
import { idOf, nameFrom, pathOf, shown, strings, type Name } from '../names.ts'
import { needOwner, needUsage } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { ownRoutines } from '../routines.ts'
import { sameType, typeFromNode, typeText } from '../type.ts'
import { doubtOf, partOf, type Thing, type World } from '../world.ts'
import { notInTransaction } from './create-index.ts'

const RELATIONS: Readonly<Record<string, { kind: string; word: string; sqlstate: string; command: string }>> = {
  OBJECT_TABLE: { kind: 'table', word: 'table', sqlstate: '42P01', command: 'TABLE' },
  OBJECT_VIEW: { kind: 'view', word: 'view', sqlstate: '42P01', command: 'VIEW' },
  OBJECT_MATVIEW: { kind: 'matview', word: 'materialized view', sqlstate: '42P01', command: 'MATERIALIZED VIEW' },
  OBJECT_INDEX: { kind: 'index', word: 'index', sqlstate: '42704', command: 'INDEX' },
  OBJECT_SEQUENCE: { kind: 'sequence', word: 'sequence', sqlstate: '42P01', command: 'SEQUENCE' },
  OBJECT_FOREIGN_TABLE: { kind: 'foreign_table', word: 'foreign table', sqlstate: '42P01', command: 'FOREIGN TABLE' },
}
const PARTS: Readonly<Record<string, string>> = {
  OBJECT_POLICY: 'policy',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_RULE: 'rule',
}
const ROUTINES = ['OBJECT_FUNCTION', 'OBJECT_PROCEDURE', 'OBJECT_ROUTINE', 'OBJECT_AGGREGATE']

/** DROP of whatever has a name. */
export const drop = family('DropStmt', {
  *check(world, statement) {
    if (statement.concurrent) yield notInTransaction('DROP INDEX CONCURRENTLY')
    const roots: Thing[] = []
    for (const object of statement.objects ?? []) {
      const thing = yield* needed(world, statement, object)
      if (thing) roots.push(thing)
    }
    if (statement.behavior === 'DROP_CASCADE' || roots.length === 0) return
    yield* undisturbed(world, roots, roots.length === 1 && roots[0] ? described(roots[0]) : 'desired object(s)')
  },
  apply(world, statement) {
    const roots = (statement.objects ?? []).flatMap((object) => thingOf(world, statement, object) ?? [])
    dropThings(world, roots)
  },
})

const listed = (node: Node): string[] =>
  'List' in node ? strings(node.List.items) : 'String' in node ? [node.String.sval ?? ''] : []

/** What a DROP names, where it is there and of its kind. */
function thingOf(world: World, { removeType = 'OBJECT_TABLE' }: DropStmt, node: Node): Thing | null {
  const names = listed(node)
  const relation = RELATIONS[removeType]
  if (relation) {
    const found = findRelation(world, nameFrom(names))
    return found?.by === 'facts' && kindOf(found.thing) === relation.kind ? found.thing : null
  }
  const part = PARTS[removeType]
  if (part !== undefined) {
    const found = findRelation(world, nameFrom(names.slice(0, -1)))
    return found?.by === 'facts'
      ? (partOf(world, found.thing, part, names.at(-1) ?? '') ?? null)
      : found && (world.things.get(idOf(part, found.relation.schema, found.relation.name, names.at(-1) ?? '')) ?? null)
  }
  if (removeType === 'OBJECT_SCHEMA') return world.things.get(idOf('schema', names[0] ?? '')) ?? null
  if (removeType === 'OBJECT_EXTENSION') return world.things.get(idOf('extension', names[0] ?? '')) ?? null
  if ((removeType === 'OBJECT_TYPE' || removeType === 'OBJECT_DOMAIN') && 'TypeName' in node)
    return findType(world, typeFromNode(node.TypeName))?.thing ?? null
  if (ROUTINES.includes(removeType) && 'ObjectWithArgs' in node)
    return routine(world, node.ObjectWithArgs, removeType)[0] ?? null
  return null
}

/** The names that something to be dropped was written with. */
function namesOf(node: Node): string[] {
  if ('TypeName' in node) return strings(node.TypeName.names)
  return 'ObjectWithArgs' in node ? strings(node.ObjectWithArgs.objname) : listed(node)
}

/** The schema that the name of what is dropped was written with; of a part, that of its relation. */
function schemaWritten({ removeType = 'OBJECT_TABLE' }: DropStmt, node: Node): string | null {
  const names = namesOf(node)
  return nameFrom(PARTS[removeType] === undefined ? names : names.slice(0, -1)).schema
}

/** That who migrates may drop it: as its owner, or for what stands in a schema as that of the schema. */
function* droppable(world: World, { removeType = 'OBJECT_TABLE' }: DropStmt, node: Node, thing: Thing): Asks<void> {
  const part = PARTS[removeType]
  if (part !== undefined) {
    const found = findRelation(world, nameFrom(listed(node).slice(0, -1)))
    const [schema, table = ''] = pathOf(thing.id)
    const lent =
      part === 'policy' ? world.rights?.policies : part === 'trigger' ? world.rights?.triggers : new Set<string>()
    if (found && world.rights && lent?.has(`${schema}.${table}`) === false)
      yield* needOwner(world, found, { word: 'relation' })
  } else if ('TypeName' in node) yield* needOwner(world, thing, { name: shown(placed(thing)), schemaToo: true })
  else if ('ObjectWithArgs' in node)
    yield* needOwner(world, thing, {
      word: WORDS[removeType] ?? 'function',
      name: strings(node.ObjectWithArgs.objname).join('.'),
      schemaToo: true,
    })
  else if (thing.kind === 'schema') yield* needOwner(world, thing)
  else if (thing.kind !== 'extension') yield* needOwner(world, thing, { schemaToo: true })
}

const kindOf = (thing: Thing) => (thing.kind === 'constraint' ? 'index' : thing.kind)

function* needed(world: World, statement: DropStmt, node: Node): Asks<Thing | null> {
  if (statement.removeType !== 'OBJECT_SCHEMA' && statement.removeType !== 'OBJECT_EXTENSION')
    yield* needUsage(world, schemaWritten(statement, node))
  const thing = thingOf(world, statement, node)
  if (thing) {
    yield* droppable(world, statement, node, thing)
    if (thing.kind === 'constraint')
      yield fault(
        '2BP01',
        `cannot drop index ${pathOf(thing.id)[2]} because constraint ${pathOf(thing.id)[2]} on table ${pathOf(thing.id)[1]} requires it`,
        {
          hint: `You can drop constraint ${pathOf(thing.id)[2]} on table ${pathOf(thing.id)[1]} instead.`,
          thing: thing.id,
        },
      )
    return thing
  }
  const { removeType = 'OBJECT_TABLE', missing_ok } = statement
  const relation = RELATIONS[removeType]
  if (relation) yield* relationMissing(world, relation, nameFrom(listed(node)), missing_ok === true)
  else if (PARTS[removeType] !== undefined)
    yield* partMissing(world, PARTS[removeType] ?? '', listed(node), missing_ok === true)
  else if (!missing_ok) yield* otherMissing(world, removeType, node)
  return null
}

function* relationMissing(
  world: World,
  { word, sqlstate, kind }: { word: string; sqlstate: string; kind: string },
  name: Name,
  missingOk: boolean,
): Asks<void> {
  const found = findRelation(world, name)
  if (found?.by === 'around')
    return yield doubt(`${found.relation.schema}.${found.relation.name} is no object of the migrations`)
  if (found) {
    const other = Object.values(RELATIONS).find((known) => known.kind === kindOf(found.thing))
    return yield fault('42809', `"${name.name}" is not ${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`, {
      hint: `Use DROP ${other?.command ?? 'TYPE'} to remove ${/^[aeiou]/.test(other?.word ?? '') ? 'an' : 'a'} ${other?.word ?? 'type'}.`,
      thing: found.thing.id,
    })
  }
  if (missingOk) return
  const unsure = doubtOf(world, name.name)
  if (unsure !== null) yield doubt(unsure)
  else if (name.schema !== null && !hasSchema(world, name.schema)) yield noSchema(name.schema)
  else
    yield fault(sqlstate, `${word} "${name.name}" does not exist`, {
      thing: idOf(kind, name.schema ?? 'public', name.name),
    })
}

function* partMissing(world: World, kind: string, names: readonly string[], missingOk: boolean): Asks<void> {
  if (missingOk) return
  const table = nameFrom(names.slice(0, -1))
  const name = names.at(-1) ?? ''
  const unsure = doubtOf(world, table.name, name)
  if (unsure !== null) yield doubt(unsure)
  else if (!findRelation(world, table)) {
    if (table.schema !== null && !hasSchema(world, table.schema)) yield noSchema(table.schema)
    else yield fault('42P01', `relation "${shown(table)}" does not exist`)
  } else
    yield fault(
      '42704',
      `${kind} "${name}" for ${kind === 'rule' ? 'relation' : 'table'} "${table.name}" does not exist`,
      { thing: idOf(kind, table.schema ?? 'public', table.name, name) },
    )
}

function* otherMissing(world: World, type: string, node: Node): Asks<void> {
  const names = namesOf(node)
  const name = nameFrom(names)
  const unsure = doubtOf(world, name.name)
  if (unsure !== null) return yield doubt(unsure)
  if (type === 'OBJECT_SCHEMA' && !hasSchema(world, name.name)) return yield noSchema(name.name)
  if (name.schema !== null && !hasSchema(world, name.schema)) return yield noSchema(name.schema)
  if (type === 'OBJECT_TYPE' || type === 'OBJECT_DOMAIN') {
    if ('TypeName' in node && findType(world, typeFromNode(node.TypeName)))
      return yield doubt(`${names.join('.')} is no type of the migrations`)
    return yield fault('42704', `type "${names.join('.')}" does not exist`, {
      thing: idOf('enum', name.schema ?? 'public', name.name),
    })
  }
  if (ROUTINES.includes(type) && 'ObjectWithArgs' in node)
    return yield* routineMissing(world, node.ObjectWithArgs, type)
  yield doubt(`DROP ${type.replace('OBJECT_', '')} is not simulated for what no fact tells of`)
}

/** The routines that a signature fits: all of the name where it has no arguments listed. */
export function routine(world: World, object: ObjectWithArgs, type: string): Thing[] {
  const { schema, name } = nameFrom(strings(object.objname))
  const wanted = (object.objargs ?? []).flatMap((arg) => ('TypeName' in arg ? typeFromNode(arg.TypeName) : []))
  const kinds =
    type === 'OBJECT_ROUTINE'
      ? ['f', 'p', 'a']
      : type === 'OBJECT_PROCEDURE'
        ? ['p']
        : type === 'OBJECT_AGGREGATE'
          ? ['a']
          : ['f']
  return ownRoutines(world, schema === null ? SEARCH_PATH : [schema], name).flatMap(({ args, kind, thing }) => {
    const fits =
      object.args_unspecified === true ||
      (args.length === wanted.length &&
        args.every((arg, i) => {
          const own = wanted[i]
          const resolved = own && findType(world, own)?.type
          return arg !== null && own !== undefined && sameType(arg, resolved ?? own)
        }))
    return thing && fits && kinds.includes(kind) ? thing : []
  })
}

const WORDS: Readonly<Record<string, string>> = { OBJECT_PROCEDURE: 'procedure', OBJECT_AGGREGATE: 'aggregate' }

/** That no such routine is there. */
export function* routineMissing(world: World, object: ObjectWithArgs, type: string): Asks<void> {
  const names = strings(object.objname)
  const { schema, name } = nameFrom(names)
  const word = WORDS[type] ?? 'function'
  if (
    ownRoutines(world, schema === null ? SEARCH_PATH : [schema], name).length === 0 &&
    world.around.functions.has(name)
  )
    return yield doubt(`${name} is no function of the migrations`)
  if (object.args_unspecified) return yield fault('42883', `could not find a ${word} named "${names.join('.')}"`)
  for (const arg of object.objargs ?? [])
    if ('TypeName' in arg && !findType(world, typeFromNode(arg.TypeName)))
      return yield fault('42704', `type "${strings(arg.TypeName.names).join('.')}" does not exist`)
  const args = (object.objargs ?? []).map((arg) => ('TypeName' in arg ? typeText(typeFromNode(arg.TypeName)) : ''))
  yield fault('42883', `${word} ${names.join('.')}(${args.join(', ')}) does not exist`, {
    thing: idOf('function', schema ?? 'public', `${name}(${args.join(', ')})`),
  })
}
