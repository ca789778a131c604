import type { InsertStmt, Node, ResTarget } from '@supabase/pg-parser/17/types'
import { needBoolean, typeOf } from '../expression.ts'
import { family } from '../family.ts'
import type { Columns } from '../key-columns.ts'
import { keysOf, sameNames } from '../keys.ts'
import { columnsFound, findRelation, nameOfRange, needRelation, type Asks, type Found } from '../lookup.ts'
import { columnsIn } from '../make.ts'
import { idOf, pathOf } from '../names.ts'
import { assigned, query, scopeOver, sourcesOf } from '../query.ts'
import { unsettle } from '../held.ts'
import { needPrivilege } from '../permission.ts'
import { needReadable } from '../readable.ts'
import { depends, doubt, fault } from '../remark.ts'
import type { Typed } from '../routines.ts'
import { needExecutable } from '../usable.ts'
import { columnsOf, partOf, usersOf, type Thing, type World } from '../world.ts'

const targets = (nodes: readonly Node[] | undefined): ResTarget[] =>
  (nodes ?? []).flatMap((node) => ('ResTarget' in node ? node.ResTarget : []))

/** Columns that a statement names must be the table's. */
function* known(named: readonly ResTarget[], columns: Columns | null, table: string): Asks<void> {
  for (const { name = '', location } of named)
    if (columns !== null && !columns.has(name))
      yield fault('42703', `column "${name}" of relation "${table}" does not exist`, {
        at: location,
        thing: idOf('column', 'public', table, name),
      })
}

/** What takes no rows is said when all else was looked at. */
function* takesRows(found: Found, table: string): Asks<void> {
  if (found.by === 'around') return
  const { kind, id } = found.thing
  if (kind === 'matview' || kind === 'sequence')
    yield fault('42809', `cannot change ${kind === 'matview' ? 'materialized view' : 'sequence'} "${table}"`, {
      thing: id,
    })
  if (kind === 'view') yield doubt(`whether the view ${table} can be changed through is not simulated`)
}

/** Columns that only PostgreSQL gives a value. */
function* ownValues(
  world: World,
  found: Found,
  named: readonly ResTarget[],
  nodes: readonly (Node | undefined)[],
  words: string,
): Asks<void> {
  if (found.by === 'around') return
  for (const [i, { name = '' }] of named.entries()) {
    const node = nodes[i]
    const column = partOf(world, found.thing, 'column', name)?.column
    if (node && !('SetToDefault' in node) && (column?.generated || column?.always))
      yield fault('428C9', words.replace('%', name))
  }
}

/** INSERT: its table, its columns, literals; what it does is a matter of the data. */
export const insert = family('InsertStmt', {
  *check(world, statement) {
    const found = yield* needRelation(world, statement.relation, 'query')
    if (!found) return
    const table = nameOfRange(statement.relation).name
    const columns = columnsFound(world, found)
    const named = targets(statement.cols)
    yield* known(named, columns, table)
    const names = named.map(({ name }) => name ?? '')
    const twice = names.find((name, i) => names.indexOf(name) < i)
    if (twice !== undefined) yield fault('42701', `column "${twice}" specified more than once`)
    const first = yield* values(world, statement, names, columns)
    yield* conflictColumns(world, statement, found)
    if (!statement.override || statement.override === 'OVERRIDING_NOT_SET')
      yield* ownValues(world, found, named, first, 'cannot insert a non-DEFAULT value into column "%"')
    yield* conflict(world, statement, found)
    yield* takesRows(found, table)
    yield* needExecutable(world, statement, 'planned')
    yield* needPrivilege(world, found, 'INSERT')
    yield* needReadable(world, statement.selectStmt)
    yield* needExecutable(world, statement, 'run')
    yield depends(`what ${table} holds, and its constraints`)
  },
  apply() {},
})

/** What is inserted; the first row of VALUES, as far as there is one. */
function* values(world: World, statement: InsertStmt, names: readonly string[], columns: Columns | null): Asks<Node[]> {
  const select = statement.selectStmt && 'SelectStmt' in statement.selectStmt ? statement.selectStmt.SelectStmt : null
  if (!select) return []
  const scope = scopeOver(world, [])
  const room = names.length > 0 ? names.length : (columns?.size ?? null)
  const rows = (select.valuesLists ?? []).map((list) => ('List' in list ? (list.List.items ?? []) : []))
  const types: Typed[][] = []
  for (const row of rows) {
    const own: Typed[] = []
    for (const item of row) own.push(yield* typeOf(world, item, scope))
    types.push(own)
  }
  if (new Set(rows.map(({ length }) => length)).size > 1)
    yield fault('42601', 'VALUES lists must all be the same length')
  const given = select.valuesLists ? rows[0]?.length : (yield* query(world, select, scope))?.length
  if (given !== undefined && room !== null && given > room)
    yield fault('42601', 'INSERT has more expressions than target columns')
  if (given !== undefined && names.length > given)
    yield fault('42601', 'INSERT has more target columns than expressions')
  for (const [r, row] of rows.entries())
    for (const [i, item] of row.entries())
      yield* assigned(world, item, types[r]?.[i] ?? null, names[i] ?? '', columns?.get(names[i] ?? '') ?? null)
  return rows[0] ?? []
}

/** The columns that ON CONFLICT names. */
const conflicting = ({ onConflictClause: clause }: InsertStmt): string[] =>
  (clause?.infer?.indexElems ?? []).map((node) => ('IndexElem' in node ? (node.IndexElem.name ?? '') : ''))

function* conflictColumns(world: World, statement: InsertStmt, found: Found): Asks<void> {
  const columns = columnsFound(world, found)
  const unknown = conflicting(statement).find((name) => name !== '' && columns !== null && !columns.has(name))
  if (unknown !== undefined) yield fault('42703', `column "${unknown}" does not exist`)
}

/** Looked for when the statement is planned, after all else. */
function* conflict(world: World, statement: InsertStmt, found: Found): Asks<void> {
  const names = conflicting(statement)
  if (names.length === 0 || names.includes('')) return
  if (statement.onConflictClause?.infer?.whereClause)
    return yield doubt('ON CONFLICT with a condition is not simulated')
  if (!keysOf(world, found).some((key) => sameNames(key.columns, names)))
    yield fault('42P10', 'there is no unique or exclusion constraint matching the ON CONFLICT specification')
}

/** Whether an expression reads columns. */
const names = (node: unknown) => columnsIn(node).length > 0

/** UPDATE */
export const update = family('UpdateStmt', {
  *check(world, statement) {
    const found = yield* needRelation(world, statement.relation, 'query')
    if (!found) return
    const table = nameOfRange(statement.relation).name
    const columns = columnsFound(world, found)
    const scope = scopeOver(world, [{ alias: statement.relation?.alias?.aliasname ?? table, columns }])
    for (const item of statement.fromClause ?? []) scope.sources.push(...(yield* sourcesOf(world, item, scope)))
    if (statement.withClause) return yield doubt('UPDATE with WITH is not simulated')
    if (statement.whereClause) yield* needBoolean(world, statement.whereClause, scope, 'WHERE')
    const set = targets(statement.targetList)
    const types: Typed[] = []
    for (const { val } of set) types.push(val && 'MultiAssignRef' in val ? null : yield* typeOf(world, val, scope))
    for (const [i, target] of set.entries()) {
      yield* known([target], columns, table)
      yield* assigned(world, target.val, types[i] ?? null, target.name ?? '', columns?.get(target.name ?? '') ?? null)
    }
    yield* ownValues(
      world,
      found,
      set,
      set.map(({ val }) => val),
      'column "%" can only be updated to DEFAULT',
    )
    yield* takesRows(found, table)
    yield* needExecutable(world, statement, 'planned')
    yield* needPrivilege(world, found, 'UPDATE')
    if (names([statement.whereClause, statement.targetList])) yield* needPrivilege(world, found, 'SELECT')
    yield* needReadable(world, [statement.fromClause, statement.whereClause, statement.targetList])
    yield* needExecutable(world, statement, 'run')
    yield depends(`what ${table} holds, and its constraints`)
  },
  apply() {},
})

/** DELETE */
export const remove = family('DeleteStmt', {
  *check(world, statement) {
    const found = yield* needRelation(world, statement.relation, 'query')
    if (!found) return
    const table = nameOfRange(statement.relation).name
    if (statement.withClause) return yield doubt('DELETE with WITH is not simulated')
    const scope = scopeOver(world, [
      { alias: statement.relation?.alias?.aliasname ?? table, columns: columnsFound(world, found) },
    ])
    for (const item of statement.usingClause ?? []) scope.sources.push(...(yield* sourcesOf(world, item, scope)))
    if (statement.whereClause) yield* needBoolean(world, statement.whereClause, scope, 'WHERE')
    yield* takesRows(found, table)
    yield* needExecutable(world, statement, 'planned')
    yield* needPrivilege(world, found, 'DELETE')
    if (names(statement.whereClause)) yield* needPrivilege(world, found, 'SELECT')
    yield* needReadable(world, [statement.usingClause, statement.whereClause])
    yield* needExecutable(world, statement, 'run')
    yield depends(`what ${table} holds, and what refers to it`)
  },
  apply() {},
})

const pathsOf = (things: readonly Thing[]) => things.map(({ id }) => pathOf(id).join('.'))

/** TRUNCATE */
export const truncate = family('TruncateStmt', {
  *check(world, { relations, behavior }) {
    const tables = (relations ?? []).flatMap((node) => ('RangeVar' in node ? node.RangeVar : []))
    for (const range of tables) {
      const found = yield* needRelation(world, range)
      yield* needPrivilege(world, found, 'TRUNCATE')
    }
    if (behavior === 'DROP_CASCADE') return
    const things = tables.flatMap((range) => {
      const found = findRelation(world, nameOfRange(range))
      return found?.by === 'facts' ? found.thing : []
    })
    for (const thing of things) {
      const referring = [thing, ...columnsOf(world, thing).values()]
        .flatMap(({ id }) => usersOf(world, id, 'constraint'))
        .find(
          ({ id, value }) =>
            value.startsWith('FOREIGN KEY') && !pathsOf(things).includes(pathOf(id).slice(0, 2).join('.')),
        )
      if (referring)
        yield fault('0A000', 'cannot truncate a table referenced in a foreign key constraint', {
          detail: `Table "${pathOf(referring.id)[1]}" references "${pathOf(thing.id)[1]}".`,
          hint: `Truncate table "${pathOf(referring.id)[1]}" at the same time, or use TRUNCATE ... CASCADE.`,
          thing: referring.id,
        })
    }
  },
  apply() {},
})

/** SELECT: what it names must be there; a function of the user's may do anything. */
export const select = family('SelectStmt', {
  *check(world, statement) {
    yield* query(world, statement, scopeOver(world, []))
    yield* needExecutable(world, statement, 'planned')
    yield* needReadable(world, statement)
    yield* needExecutable(world, statement, 'run')
    if (/"funcname"/.test(JSON.stringify(statement)))
      yield doubt('what the functions do that a query calls is not simulated')
  },
  apply(world, statement) {
    if (CHANGES_ROLE.test(JSON.stringify(statement))) unsettle(world)
  },
})

/** A function of the user's, or set_config, may change who runs the rest. */
const CHANGES_ROLE = /"funcname"/
