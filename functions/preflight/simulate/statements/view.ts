import type { SelectStmt, Node, RangeVar } from '@supabase/pg-parser/17/types'
import { family } from '../family.ts'
import { nameOfRange, needSchema, quietly, schemaThere, type Asks } from '../lookup.ts'
import { make, makeColumn, namedIn, placeOf } from '../make.ts'
import { idOf, strings } from '../names.ts'
import { query, scopeOver } from '../query.ts'
import { needReadable } from '../readable.ts'
import { needOwner, needPrivilege, needUsage } from '../permission.ts'
import { doubt, fault } from '../remark.ts'
import type { Output } from '../scope.ts'
import { needExecutable, needUsable } from '../usable.ts'
import { doubtOf, relationAt, type World } from '../world.ts'
import { viewColumns } from '../view-columns.ts'
import { collides } from './create-table.ts'

const selectOf = (node: Node | undefined): SelectStmt | null => (node && 'SelectStmt' in node ? node.SelectStmt : null)

function* outputs(world: World, select: SelectStmt | null, aliases: readonly string[]): Asks<Output[] | null> {
  const found = select && (yield* query(world, select, scopeOver(world, [])))
  const named = found?.map((output, i) => ({ ...output, name: aliases[i] ?? output.name })) ?? null
  const names = (named ?? []).map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) yield fault('42701', `column "${twice}" specified more than once`)
  return named
}

/** CREATE VIEW */
export const createView = family('ViewStmt', {
  *check(world, statement) {
    const name = nameOfRange(statement.view)
    const [schema, view] = placeOf(name)
    const own = yield* outputs(world, selectOf(statement.query), strings(statement.aliases))
    yield* needSchema(world, name, statement.view?.location)
    for (const { type } of own ?? []) if (type !== 'literal') yield* needUsable(world, type)
    const there = relationAt(world, schema, view)
    if (!statement.replace || !there) return yield* collides(world, schema, view, 'view')
    const unsure = doubtOf(world, view)
    if (unsure !== null) return yield doubt(unsure)
    yield* needOwner(world, there)
    if (there.kind !== 'view') return yield fault('42809', `"${view}" is not a view`, { thing: there.id })
    const before = viewColumns(world, there)
    if (before === null || own === null) return yield doubt(`the columns of ${view} are not known`)
    if (own.length < before.length) yield fault('42P16', 'cannot drop columns from view', { thing: there.id })
    const at = before.findIndex((column, i) => own[i]?.name !== column)
    if (at >= 0)
      yield fault('42P16', `cannot change name of view column "${before[at]}" to "${own[at]?.name}"`, {
        hint: 'Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.',
        thing: there.id,
      })
    if (own.some(({ type }) => type === null)) yield doubt(`the types of all columns of ${view} are not known`)
    else yield doubt('whether the columns keep their types is not simulated')
  },
  apply: (world, { view, query: node, aliases }) => made(world, 'view', view, selectOf(node), strings(aliases)),
})

function made(
  world: World,
  kind: string,
  range: RangeVar | undefined,
  select: SelectStmt | null,
  aliases: readonly string[],
): void {
  const path = placeOf(nameOfRange(range))
  const there = relationAt(world, ...path)
  if (there && there.kind !== kind) return
  const columns = quietly(outputs(world, select, aliases))?.map(({ name }) => name) ?? null
  make(world, kind, path, { needs: [...namedIn(world, select), idOf('schema', path[0])], columns })
}

/** CREATE MATERIALIZED VIEW and CREATE TABLE AS */
export const createTableAs = family('CreateTableAsStmt', {
  *check(world, { into, query: node, if_not_exists, objtype }) {
    const name = nameOfRange(into?.rel)
    const [schema, relation] = placeOf(name)
    yield* schemaThere(world, name, into?.rel?.location)
    if (relationAt(world, schema, relation) && if_not_exists) return
    const own = yield* outputs(world, selectOf(node), strings(into?.colNames))
    yield* collides(world, schema, relation, 'table')
    // A materialized view is made before it is filled since 17, a table while it is filled.
    const madeFirst = objtype === 'OBJECT_MATVIEW' && world.server >= 170_000
    if (madeFirst) yield* needSchema(world, name)
    if (into?.skipData !== true) {
      yield* needExecutable(world, node, 'planned')
      yield* needReadable(world, node)
      yield* needExecutable(world, node, 'run')
    }
    if (!madeFirst) yield* needSchema(world, name)
    for (const { type } of own ?? []) if (type !== 'literal') yield* needUsable(world, type)
    if (!selectOf(node)) yield doubt('CREATE TABLE AS of what is no query is not simulated')
  },
  apply(world, { into, query: node, objtype }) {
    const select = selectOf(node)
    if (objtype === 'OBJECT_MATVIEW') return made(world, 'matview', into?.rel, select, strings(into?.colNames))
    const path = placeOf(nameOfRange(into?.rel))
    if (relationAt(world, ...path)) return
    const table = make(world, 'table', path, { value: 'table' })
    for (const { name, type } of quietly(outputs(world, select, strings(into?.colNames))) ?? [])
      makeColumn(world, table, {
        name,
        serial: false,
        constraints: [],
        column: {
          type: type === 'literal' ? null : type,
          notNull: false,
          identity: false,
          always: false,
          generated: false,
          expression: null,
        },
      })
  },
})

/** REFRESH MATERIALIZED VIEW */
export const refresh = family('RefreshMatViewStmt', {
  *check(world, { relation }) {
    yield* needUsage(world, relation?.schemaname || null)
    const [schema, name] = placeOf(nameOfRange(relation))
    const there = relationAt(world, schema, name)
    const unsure = doubtOf(world, name)
    if (unsure !== null) yield doubt(unsure)
    else if (!there)
      yield fault('42P01', `relation "${relation?.schemaname ? `${schema}.` : ''}${name}" does not exist`)
    else if (there.kind === 'view')
      yield fault('42809', `"${name}" is not a table or materialized view`, { thing: there.id })
    else {
      const privileged = world.server >= 170_000
      yield* privileged ? needPrivilege(world, { by: 'facts', thing: there }, 'MAINTAIN') : needOwner(world, there)
      if (there.kind !== 'matview') yield fault('0A000', `"${name}" is not a materialized view`, { thing: there.id })
    }
  },
  apply() {},
})
