import type { CreatePolicyStmt, Node, RangeVar, RoleSpec } from '@supabase/pg-parser/17/types'
import { needBoolean } from '../expression.ts'
import { family } from '../family.ts'
import { columnsFound, findRelation, nameOfRange, needRelation, type Asks, type Found } from '../lookup.ts'
import { make, namedIn } from '../make.ts'
import { idOf, pathOf } from '../names.ts'
import { scopeOver } from '../query.ts'
import { needOwner } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import { needRole } from '../roles.ts'
import { doubtOf, type World } from '../world.ts'

const rolesOf = (nodes: readonly Node[] | undefined): RoleSpec[] =>
  (nodes ?? []).flatMap((node) => ('RoleSpec' in node ? node.RoleSpec : []))

/** Where the policies of a relation are, the platform's tables included. */
const pathTo = (found: Found): string[] =>
  found.by === 'facts' ? pathOf(found.thing.id) : [found.relation.schema, found.relation.name]

function* conditions(world: World, found: Found, table: string, nodes: readonly (Node | undefined)[]): Asks<void> {
  for (const node of nodes)
    if (node)
      yield* needBoolean(
        world,
        node,
        scopeOver(world, [{ alias: table, columns: columnsFound(world, found) }]),
        'POLICY',
      )
}

/** CREATE POLICY */
export const createPolicy = family('CreatePolicyStmt', {
  *check(world, statement) {
    const { cmd_name: command, policy_name: name = '' } = statement
    if (statement.with_check && (command === 'select' || command === 'delete'))
      yield fault('42601', 'WITH CHECK cannot be applied to SELECT or DELETE')
    if (command === 'insert' && statement.qual) yield fault('42601', 'only WITH CHECK expression allowed for INSERT')
    for (const role of rolesOf(statement.roles)) yield* needRole(world, role)
    const found = yield* needTable(world, statement.table)
    if (!found) return
    const table = nameOfRange(statement.table).name
    yield* conditions(world, found, table, [statement.qual, statement.with_check])
    const there = world.things.get(idOf('policy', ...pathTo(found), name))
    const unsure = doubtOf(world, name, table)
    if (unsure !== null) yield doubt(unsure)
    else if (there)
      yield fault('42710', `policy "${name}" for table "${table}" already exists`, {
        thing: there.id,
        mend: [`DROP POLICY IF EXISTS "${name}" ON "${table}";`, '-- before it is made again'],
      })
  },
  apply(world, statement) {
    const found = findRelation(world, nameOfRange(statement.table))
    if (found) makePolicy(world, found, statement)
  },
})

function makePolicy(world: World, found: Found, statement: CreatePolicyStmt): void {
  const path = [...pathTo(found), statement.policy_name ?? '']
  if (world.things.has(idOf('policy', ...path))) return
  const relation = { relname: path[1] ?? '', schemaname: path[0] ?? '' }
  const named = namedIn(world, [{ RangeVar: relation }, statement.qual, statement.with_check])
  const owner = found.by === 'facts' ? [found.thing.id] : []
  make(world, 'policy', path, { needs: [...owner, ...named.filter((id) => !owner.includes(id))] })
}

function* needTable(world: World, range: RangeVar | undefined): Asks<Found | null> {
  const found = yield* needRelation(world, range)
  if (found && world.rights?.policies?.has(pathTo(found).join('.')) === false) yield* needOwner(world, found)
  if (found?.by === 'facts' && found.thing.kind !== 'table')
    yield fault('42809', `"${nameOfRange(range).name}" is not a table`, { thing: found.thing.id })
  return found
}

/** ALTER POLICY */
export const alterPolicy = family('AlterPolicyStmt', {
  *check(world, statement) {
    for (const role of rolesOf(statement.roles)) yield* needRole(world, role)
    const found = yield* needTable(world, statement.table)
    if (!found) return
    const table = nameOfRange(statement.table).name
    const name = statement.policy_name ?? ''
    yield* conditions(world, found, table, [statement.qual, statement.with_check])
    const unsure = doubtOf(world, name, table)
    if (unsure !== null) yield doubt(unsure)
    else if (!world.things.has(idOf('policy', ...pathTo(found), name)))
      yield fault('42704', `policy "${name}" for table "${table}" does not exist`, {
        thing: idOf('policy', ...pathTo(found), name),
      })
  },
  apply() {},
})
