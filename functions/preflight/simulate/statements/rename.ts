import type { AlterObjectSchemaStmt, Node, RangeVar, RenameStmt } from '@supabase/pg-parser/17/types'
import { family } from '../family.ts'
import {
  findRelation,
  findType,
  hasSchema,
  missing,
  nameOfRange,
  noSchema,
  placed,
  typeThing,
  type Asks,
} from '../lookup.ts'
import { idOf, nameFrom, pathOf, shown, strings } from '../names.ts'
import { needCreate, needDatabase, needOwner, needUsage } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { rename as renameThing } from '../rename.ts'
import { doubtOf, partOf, relationAt, type Thing, type World } from '../world.ts'

const RELATIONS = [
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_INDEX',
  'OBJECT_SEQUENCE',
  'OBJECT_FOREIGN_TABLE',
]
const PARTS: Readonly<Record<string, string>> = {
  OBJECT_COLUMN: 'column',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_POLICY: 'policy',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_RULE: 'rule',
}

/** ALTER … RENAME */
export const rename = family('RenameStmt', {
  *check(world, statement) {
    const { renameType = 'OBJECT_TABLE', relation, newname = '' } = statement
    if (RELATIONS.includes(renameType)) return yield* relationRenamed(world, statement)
    const kind = PARTS[renameType]
    if (kind !== undefined) return yield* partRenamed(world, statement, kind)
    if (renameType === 'OBJECT_SCHEMA') {
      const old = statement.subname ?? ''
      if (!hasSchema(world, old)) yield noSchema(old)
      if (hasSchema(world, newname))
        yield fault('42P06', `schema "${newname}" already exists`, { thing: idOf('schema', newname) })
      yield* needOwner(world, { id: idOf('schema', old), kind: 'schema' })
      yield* needDatabase(world)
      return
    }
    if (renameType === 'OBJECT_TYPE') return yield* typeRenamed(world, statement)
    yield doubt(`renaming ${renameType.replace('OBJECT_', '')} ${relation?.relname ?? ''} is not simulated`)
  },
  apply(world, statement) {
    const thing = renamedThing(world, statement)
    const path = thing && [...pathOf(thing.id).slice(0, -1), statement.newname ?? '']
    if (thing && path && !world.things.has(idOf(thing.kind, ...path))) renameThing(world, thing, path)
  },
})

function renamedThing(
  world: World,
  { renameType = 'OBJECT_TABLE', relation, subname = '', object }: RenameStmt,
): Thing | undefined {
  if (renameType === 'OBJECT_SCHEMA') return world.things.get(idOf('schema', subname))
  if (renameType === 'OBJECT_TYPE') return findType(world, typeNamed(object))?.thing ?? undefined
  const found = findRelation(world, nameOfRange(relation))
  if (found?.by !== 'facts') return undefined
  const kind = PARTS[renameType]
  return kind === undefined
    ? RELATIONS.includes(renameType)
      ? found.thing
      : undefined
    : partOf(world, found.thing, kind, subname)
}

const typeNamed = (node: Node | undefined) => ({
  ...nameFrom(node && 'List' in node ? strings(node.List.items) : []),
  mods: '',
  array: false,
})

function* needed(world: World, relation: RangeVar | undefined, missingOk: boolean | undefined): Asks<Thing | null> {
  yield* needUsage(world, nameOfRange(relation).schema)
  const found = findRelation(world, nameOfRange(relation))
  if (!found) {
    if (!missingOk) yield* missing(world, nameOfRange(relation), 'ddl', relation?.location)
    return null
  }
  yield* needOwner(world, found)
  if (found.by === 'facts') return found.thing
  yield doubt(`${found.relation.schema}.${found.relation.name} is the platform's`)
  return null
}

function* relationRenamed(world: World, { relation, newname = '', missing_ok }: RenameStmt): Asks<void> {
  const thing = yield* needed(world, relation, missing_ok)
  if (!thing) return
  const [schema = ''] = pathOf(thing.id)
  yield* needCreate(world, schema)
  const there = relationAt(world, schema, newname)
  const unsure = doubtOf(world, newname)
  if (unsure !== null) yield doubt(unsure)
  else if (there) yield fault('42P07', `relation "${newname}" already exists`, { thing: there.id })
  else if (thing.kind !== 'index' && typeThing(world, schema, newname))
    yield fault('42710', `type "${newname}" already exists`, { thing: typeThing(world, schema, newname)?.id })
}

const MISSING: Readonly<Record<string, (name: string, table: string) => [string, string]>> = {
  column: (name) => ['42703', `column "${name}" does not exist`],
  constraint: (name, table) => ['42704', `constraint "${name}" for table "${table}" does not exist`],
  policy: (name, table) => ['42704', `policy "${name}" for table "${table}" does not exist`],
  trigger: (name, table) => ['42704', `trigger "${name}" for table "${table}" does not exist`],
  rule: (name, table) => ['42704', `rule "${name}" for relation "${table}" does not exist`],
}
const TAKEN: Readonly<Record<string, (name: string, table: string) => [string, string]>> = {
  column: (name, table) => ['42701', `column "${name}" of relation "${table}" already exists`],
  constraint: (name, table) => ['42710', `constraint "${name}" for relation "${table}" already exists`],
  policy: (name, table) => ['42710', `policy "${name}" for table "${table}" already exists`],
  trigger: (name, table) => ['42710', `trigger "${name}" for relation "${table}" already exists`],
  rule: (name, table) => ['42710', `rule "${name}" for relation "${table}" already exists`],
}

function* partRenamed(
  world: World,
  { relation, subname = '', newname = '', missing_ok }: RenameStmt,
  kind: string,
): Asks<void> {
  const owner = yield* needed(world, relation, missing_ok)
  if (!owner) return
  const table = pathOf(owner.id)[1] ?? ''
  if (kind === 'column' && (owner.kind === 'view' || owner.kind === 'matview'))
    return yield doubt("renaming a view's column is not simulated")
  const part = partOf(world, owner, kind, subname)
  const unsure = doubtOf(world, table, subname, newname)
  if (unsure !== null) return yield doubt(unsure)
  if (!part) {
    // PostgreSQL 18 keeps NOT NULL as a constraint whose name no fact has.
    if (kind === 'constraint' && world.server >= 180_000 && /_not_null\d*$/.test(subname))
      return yield doubt('the names of NOT NULL constraints are not read')
    const [sqlstate, message] = MISSING[kind]?.(subname, table) ?? ['42704', `${subname} does not exist`]
    return yield fault(sqlstate, message, { thing: idOf(kind, ...pathOf(owner.id), subname) })
  }
  const isKey = kind === 'constraint' && /^(?:PRIMARY|UNIQUE|EXCLUDE)/.test(part.value)
  const index = isKey ? relationAt(world, pathOf(owner.id)[0] ?? '', newname) : undefined
  if (index) return yield fault('42P07', `relation "${newname}" already exists`, { thing: index.id })
  const there = partOf(world, owner, kind, newname)
  const [sqlstate, message] = TAKEN[kind]?.(newname, table) ?? ['42710', `${newname} already exists`]
  if (there) yield fault(sqlstate, message, { thing: there.id })
}

function* typeRenamed(world: World, { object, newname = '' }: RenameStmt): Asks<void> {
  const type = typeNamed(object)
  yield* needUsage(world, type.schema)
  const found = findType(world, type)
  const unsure = doubtOf(world, type.name, newname)
  if (unsure !== null) return yield doubt(unsure)
  if (!found) {
    if (type.schema !== null && !hasSchema(world, type.schema)) yield noSchema(type.schema)
    else
      yield fault('42704', `type "${type.schema === null ? type.name : `${type.schema}.${type.name}`}" does not exist`)
    return
  }
  if (found.thing) yield* needOwner(world, found.thing, { word: 'type', name: shown(placed(found.thing)) })
  const there = typeThing(world, found.type.schema ?? 'public', newname)
  if (there) yield fault('42710', `type "${newname}" already exists`, { thing: there.id })
}

/** ALTER … SET SCHEMA */
export const setSchema = family('AlterObjectSchemaStmt', {
  *check(world, statement) {
    if (!RELATIONS.includes(statement.objectType ?? ''))
      return yield doubt('SET SCHEMA of what is no relation is not simulated')
    const thing = yield* needed(world, statement.relation, statement.missing_ok)
    if (!thing) return
    const schema = statement.newschema ?? ''
    if (!hasSchema(world, schema)) yield noSchema(schema)
    yield* needCreate(world, schema)
    const name = pathOf(thing.id)[1] ?? ''
    if (pathOf(thing.id)[0] !== schema && relationAt(world, schema, name))
      yield fault('42P07', `relation "${name}" already exists in schema "${schema}"`, {
        thing: relationAt(world, schema, name)?.id,
      })
  },
  apply: moved,
})

function moved(world: World, { relation, newschema = '' }: AlterObjectSchemaStmt): void {
  const found = findRelation(world, nameOfRange(relation))
  if (found?.by === 'facts' && !relationAt(world, newschema, pathOf(found.thing.id)[1] ?? ''))
    renameThing(world, found.thing, [newschema, pathOf(found.thing.id)[1] ?? ''])
}
