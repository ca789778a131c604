import type { Node } from '@supabase/pg-parser/17/types'
import { identifier } from '../../../model/sql.ts'
import { family } from '../family.ts'
import { columnsFound, findRelation, findType, hasSchema, missing, noSchema, placed, type Asks } from '../lookup.ts'
import { idOf, nameFrom, pathOf, shown, strings } from '../names.ts'
import { rightsNow } from '../held.ts'
import { needOwner, needUsage } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { typeFromNode } from '../type.ts'
import { add, doubtOf, partOf, type World } from '../world.ts'

const listed = (node: Node | undefined): string[] =>
  node && 'List' in node ? strings(node.List.items) : node && 'String' in node ? [node.String.sval ?? ''] : []
const RELATIONS = ['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_INDEX', 'OBJECT_SEQUENCE']
const PARTS: Readonly<Record<string, string>> = {
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_POLICY: 'policy',
  OBJECT_TRIGGER: 'trigger',
}

/** COMMENT ON */
export const comment = family('CommentStmt', {
  *check(world, { objtype = '', object }) {
    const names = listed(object)
    if (RELATIONS.includes(objtype)) {
      yield* needUsage(world, nameFrom(names).schema)
      const found = findRelation(world, nameFrom(names))
      if (!found) return yield* missing(world, nameFrom(names), 'ddl')
      return yield* needOwner(world, found)
    }
    if (objtype === 'OBJECT_COLUMN') return yield* column(world, names)
    const part = PARTS[objtype]
    if (part !== undefined) return yield* ofTable(world, part, names)
    if (objtype === 'OBJECT_SCHEMA') {
      if (!hasSchema(world, names[0] ?? '')) yield noSchema(names[0] ?? '')
      return yield* needOwner(world, { id: idOf('schema', names[0] ?? ''), kind: 'schema' })
    }
    if (objtype === 'OBJECT_TYPE' && object && 'TypeName' in object) {
      const name = strings(object.TypeName.names)
      const unsure = doubtOf(world, name.at(-1) ?? '')
      yield* needUsage(world, nameFrom(name).schema)
      const found = findType(world, typeFromNode(object.TypeName))
      if (found?.thing) yield* needOwner(world, found.thing, { word: 'type', name: shown(placed(found.thing)) })
      if (found) return
      yield unsure === null ? fault('42704', `type "${name.join('.')}" does not exist`) : doubt(unsure)
      return
    }
    yield doubt(`COMMENT ON ${objtype.replace('OBJECT_', '')} is not simulated`)
  },
  apply() {},
})

function* column(world: World, names: readonly string[]): Asks<void> {
  const table = nameFrom(names.slice(0, -1))
  const name = names.at(-1) ?? ''
  yield* needUsage(world, table.schema)
  const found = findRelation(world, table)
  if (!found) return yield* missing(world, table, 'ddl')
  const columns = columnsFound(world, found)
  const unsure = doubtOf(world, table.name, name)
  if (columns === null || columns.has(name)) return yield* needOwner(world, found, { word: 'relation' })
  yield unsure === null
    ? fault('42703', `column "${name}" of relation "${table.name}" does not exist`, {
        thing: idOf('column', table.schema ?? 'public', table.name, name),
      })
    : doubt(unsure)
}

function* ofTable(world: World, kind: string, names: readonly string[]): Asks<void> {
  const table = nameFrom(names.slice(0, -1))
  const name = names.at(-1) ?? ''
  yield* needUsage(world, table.schema)
  const found = findRelation(world, table)
  if (!found) return yield* missing(world, table, 'ddl')
  const there = found.by === 'facts' ? partOf(world, found.thing, kind, name) : undefined
  if (there) return yield* needOwner(world, found, { word: 'relation' })
  const unsure = found.by === 'around' ? 'it is on a table of the platform' : doubtOf(world, table.name, name)
  yield unsure === null
    ? fault('42704', `${kind} "${name}" for table "${table.name}" does not exist`, {
        thing: idOf(kind, ...(found.by === 'facts' ? pathOf(found.thing.id) : []), name),
      })
    : doubt(unsure)
}

/** Options that PostgreSQL asks for more than CREATEROLE. */
const SPECIAL = ['superuser', 'isreplication', 'bypassrls', 'createdb', 'addroleto', 'rolemembers', 'adminmembers']
const isPlain = (node: Node) => 'DefElem' in node && !SPECIAL.includes(node.DefElem.defname ?? '')

/** Until 15 PostgreSQL names the attribute that only a superuser gives. */
function roleDenied(world: World, options: readonly Node[] | undefined): string {
  const given = (name: string) =>
    (options ?? []).some(
      (node) =>
        'DefElem' in node &&
        node.DefElem.defname === name &&
        !(node.DefElem.arg && 'Boolean' in node.DefElem.arg && node.DefElem.arg.Boolean.boolval !== true),
    )
  if (world.server >= 160_000) return 'permission denied to create role'
  if (given('superuser')) return 'must be superuser to create superusers'
  if (given('isreplication')) return 'must be superuser to create replication users'
  return given('bypassrls') ? 'must be superuser to create bypassrls users' : 'permission denied to create role'
}

/** CREATE ROLE */
export const createRole = family('CreateRoleStmt', {
  *check(world, { role = '', options }) {
    const rights = rightsNow(world)
    if (rights && !rights.createrole && !rights.privileged)
      yield fault('42501', roleDenied(world, options), {
        mend: [`-- as a superuser, before the migration:`, `create role ${identifier(role)};`],
      })
    if (world.around.roles.has(role) || world.things.has(idOf('role', role)))
      yield fault('42710', `role "${role}" already exists`, { thing: idOf('role', role) })
    if (world.rights?.superuser || (rights?.createrole && (options ?? []).every(isPlain))) return
    yield doubt('whether the role that migrates may create such a role is not known')
  },
  apply(world, { role = '' }) {
    add(world, { id: idOf('role', role), kind: 'role', needs: [], value: '', origin: world.origin })
  },
})
