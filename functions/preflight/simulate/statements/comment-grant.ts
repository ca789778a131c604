import type { Node } from '@supabase/pg-parser/17/types'
import { family } from '../family.ts'
import { columnsFound, findRelation, findType, hasSchema, missing, noSchema, type Asks } from '../lookup.ts'
import { idOf, nameFrom, pathOf, strings } from '../names.ts'
import { doubt, fault } from '../remark.ts'
import { needRole } from '../roles.ts'
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
      if (!findRelation(world, nameFrom(names))) yield* missing(world, nameFrom(names), 'ddl')
      return
    }
    if (objtype === 'OBJECT_COLUMN') return yield* column(world, names)
    const part = PARTS[objtype]
    if (part !== undefined) return yield* ofTable(world, part, names)
    if (objtype === 'OBJECT_SCHEMA') {
      if (!hasSchema(world, names[0] ?? '')) yield noSchema(names[0] ?? '')
      return
    }
    if (objtype === 'OBJECT_TYPE' && object && 'TypeName' in object) {
      const name = strings(object.TypeName.names)
      const unsure = doubtOf(world, name.at(-1) ?? '')
      if (findType(world, typeFromNode(object.TypeName))) return
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
  const found = findRelation(world, table)
  if (!found) return yield* missing(world, table, 'ddl')
  const columns = columnsFound(world, found)
  const unsure = doubtOf(world, table.name, name)
  if (columns === null || columns.has(name)) return
  yield unsure === null
    ? fault('42703', `column "${name}" of relation "${table.name}" does not exist`, {
        thing: idOf('column', table.schema ?? 'public', table.name, name),
      })
    : doubt(unsure)
}

function* ofTable(world: World, kind: string, names: readonly string[]): Asks<void> {
  const table = nameFrom(names.slice(0, -1))
  const name = names.at(-1) ?? ''
  const found = findRelation(world, table)
  if (!found) return yield* missing(world, table, 'ddl')
  const there = found.by === 'facts' ? partOf(world, found.thing, kind, name) : undefined
  if (there) return
  const unsure = found.by === 'around' ? 'it is on a table of the platform' : doubtOf(world, table.name, name)
  yield unsure === null
    ? fault('42704', `${kind} "${name}" for table "${table.name}" does not exist`, {
        thing: idOf(kind, ...(found.by === 'facts' ? pathOf(found.thing.id) : []), name),
      })
    : doubt(unsure)
}

/** GRANT and REVOKE: what and whom they name must be there; whether the role may grant is not known. */
export const grant = family('GrantStmt', {
  *check(world, { targtype, objtype, objects, grantees }) {
    if (targtype === 'ACL_TARGET_ALL_IN_SCHEMA' || objtype === 'OBJECT_SCHEMA') {
      for (const name of (objects ?? []).flatMap(listed))
        if (!hasSchema(world, name))
          yield doubtOf(world, name) === null ? noSchema(name) : doubt('the schema may have been made before')
    } else if (objtype === 'OBJECT_TABLE' || objtype === 'OBJECT_SEQUENCE') {
      for (const node of objects ?? [])
        if ('RangeVar' in node) {
          const name = { schema: node.RangeVar.schemaname || null, name: node.RangeVar.relname ?? '' }
          if (!findRelation(world, name)) yield* missing(world, name, 'ddl', node.RangeVar.location)
        }
    } else yield doubt(`GRANT ON ${(objtype ?? '').replace('OBJECT_', '')} is not simulated`)
    for (const node of grantees ?? []) if ('RoleSpec' in node) yield* needRole(world, node.RoleSpec)
  },
  apply() {},
})

/** CREATE ROLE */
export const createRole = family('CreateRoleStmt', {
  *check(world, { role = '' }) {
    if (world.around.roles.has(role) || world.things.has(idOf('role', role)))
      yield fault('42710', `role "${role}" already exists`, { thing: idOf('role', role) })
    yield doubt('whether the role that migrates may create roles is not known')
  },
  apply(world, { role = '' }) {
    add(world, { id: idOf('role', role), kind: 'role', needs: [], value: '', origin: world.origin })
  },
})
