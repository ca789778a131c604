import type { ColumnDef, Constraint, CreateStmt } from '@supabase/pg-parser/17/types'
import { constraintName } from '../constraint-name.ts'
import { family } from '../family.ts'
import { foreignKey } from '../foreign-key.ts'
import { keyColumns, keyTypesOf, type Columns } from '../key-columns.ts'
import { columnsFound, findRelation, nameOfRange, needRelation, needSchema, typeThing, type Asks } from '../lookup.ts'
import { make, makeColumn, makeConstraint, ownColumns, placeOf } from '../make.ts'
import { idOf, pathOf } from '../names.ts'
import { checkCondition, columnType, cookDefault, definitionOf, generation } from '../parts.ts'
import { needUsage } from '../permission.ts'
import { doubt, fault, type Remarks } from '../remark.ts'
import { needUsable } from '../usable.ts'
import { columnsOf, doubtOf, relationAt, type Thing, type World } from '../world.ts'

/** A constraint and the column at which it stands; none for one of the table's own. */
interface Placed {
  constraint: Constraint
  columns: string[]
}

const columnDefs = (statement: CreateStmt): ColumnDef[] =>
  (statement.tableElts ?? []).flatMap((node) => ('ColumnDef' in node ? node.ColumnDef : []))

function constraintsOf(statement: CreateStmt): Placed[] {
  return [...(statement.tableElts ?? []), ...(statement.constraints ?? [])].flatMap((node): Placed[] => {
    if ('Constraint' in node) return [{ constraint: node.Constraint, columns: [] }]
    if (!('ColumnDef' in node)) return []
    return definitionOf(node.ColumnDef).constraints.map((constraint) => ({
      constraint,
      columns: [node.ColumnDef.colname ?? ''],
    }))
  })
}

/** CREATE TABLE */
export const createTable = family('CreateStmt', { check, apply })

function* check(world: World, statement: CreateStmt): Remarks {
  const name = nameOfRange(statement.relation)
  const [schema, table] = placeOf(name)
  yield* needSchema(world, name, statement.relation?.location)
  const there = relationAt(world, schema, table)
  if (statement.if_not_exists && there) return yield* hides(world, statement, there)
  const columns = yield* columnsFor(world, statement, table)
  const placed = constraintsOf(statement)
  yield* keys(placed, columns, table)
  const names = columnDefs(statement).map(({ colname }) => colname ?? '')
  const twice = names.find((column, i) => names.indexOf(column) < i)
  if (twice !== undefined) yield fault('42701', `column "${twice}" specified more than once`)
  for (const { typeName, colname } of columnDefs(statement))
    if (columns.get(colname ?? '') !== null) yield* needUsable(world, typeName)
  yield* collides(world, schema, table, 'table')
  yield* expressions(world, statement, table, columns)
  for (const { constraint, columns: at } of placed)
    if (constraint.contype === 'CONSTR_PRIMARY' || constraint.contype === 'CONSTR_UNIQUE')
      yield* keyTypesOf(world, ownColumns(constraint, at), columns)
  yield* indexNames(world, schema, table, placed)
  yield* references(world, [schema, table], columns, placed)
}

/** That a name in pg_class or pg_type is taken. */
export function* collides(world: World, schema: string, name: string, kind: string): Asks<void> {
  const there =
    relationAt(world, schema, name) ??
    (kind === 'index' || kind === 'sequence' ? undefined : typeThing(world, schema, name))
  if (!there) {
    // Something that was not simulated may have made it.
    const unsure = doubtOf(world, name)
    if (unsure !== null) yield doubt(unsure)
    return
  }
  const unsure = doubtOf(world, name)
  if (unsure !== null) return yield doubt(unsure)
  if (relationAt(world, schema, name)) yield fault('42P07', `relation "${name}" already exists`, { thing: there.id })
  else
    yield fault('42710', `type "${name}" already exists`, {
      thing: there.id,
      hint: "A relation has an associated type of the same name, so you must use a name that doesn't conflict with any existing type.",
    })
}

/** IF NOT EXISTS over a table that has other columns. */
function* hides(world: World, statement: CreateStmt, there: Thing): Remarks {
  const own = columnDefs(statement).map(({ colname }) => colname ?? '')
  const known = there.kind === 'table' ? [...columnsOf(world, there).keys()] : []
  const lacking = own.filter((name) => !known.includes(name))
  const more = known.filter((name) => !own.includes(name))
  if (there.kind !== 'table')
    yield { kind: 'hidden', what: `a ${there.kind} of that name is there, and stays`, thing: there.id }
  else if (lacking.length + more.length > 0)
    yield {
      kind: 'hidden',
      what: `the table is there with other columns, and stays: ${[...lacking.map((name) => `no ${name}`), ...more.map((name) => `${name} besides`)].join(', ')}`,
      thing: there.id,
    }
}

function* columnsFor(world: World, statement: CreateStmt, table: string): Asks<Columns> {
  const columns: Columns = new Map()
  for (const parent of statement.inhRelations ?? []) {
    const found = 'RangeVar' in parent ? yield* needRelation(world, parent.RangeVar) : null
    for (const [name, type] of (found && columnsFound(world, found)) ?? []) columns.set(name, type)
    if (found?.by === 'facts' && statement.partbound && !/partition by/.test(found.thing.value))
      yield fault('42P17', `"${pathOf(found.thing.id)[1]}" is not partitioned`, { thing: found.thing.id })
  }
  if (statement.ofTypename) yield doubt('a table of a type is not simulated')
  for (const element of statement.tableElts ?? []) {
    if ('TableLikeClause' in element) {
      const found = yield* needRelation(world, element.TableLikeClause.relation)
      for (const [name, type] of (found && columnsFound(world, found)) ?? []) columns.set(name, type)
    }
    if ('ColumnDef' in element)
      columns.set(element.ColumnDef.colname ?? '', yield* columnType(world, element.ColumnDef, table))
  }
  return columns
}

function* keys(placed: readonly Placed[], columns: Columns, table: string): Remarks {
  if (placed.filter(({ constraint }) => constraint.contype === 'CONSTR_PRIMARY').length > 1)
    yield fault('42P16', `multiple primary keys for table "${table}" are not allowed`)
  for (const { constraint } of placed)
    if (constraint.contype === 'CONSTR_PRIMARY' || constraint.contype === 'CONSTR_UNIQUE')
      yield* keyColumns(constraint, columns)
}

function* expressions(world: World, statement: CreateStmt, table: string, columns: Columns): Remarks {
  for (const def of columnDefs(statement)) {
    const type = columns.get(def.colname ?? '') ?? null
    for (const constraint of definitionOf(def).constraints) {
      if (constraint.contype === 'CONSTR_DEFAULT')
        yield* cookDefault(world, constraint.raw_expr, def.colname ?? '', type)
      if (constraint.contype === 'CONSTR_GENERATED')
        yield* generation(world, constraint.raw_expr, def.colname ?? '', type, table, columns)
    }
  }
  const seen = new Set<string>()
  for (const { constraint } of constraintsOf(statement)) {
    if (constraint.contype !== 'CONSTR_CHECK') continue
    yield* checkCondition(world, constraint, table, columns)
    if (constraint.conname && seen.has(constraint.conname))
      yield fault('42710', `check constraint "${constraint.conname}" already exists`)
    seen.add(constraint.conname ?? '')
  }
}

function* indexNames(world: World, schema: string, table: string, placed: readonly Placed[]): Remarks {
  for (const { constraint } of placed)
    if (
      ['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_EXCLUSION'].includes(constraint.contype ?? '') &&
      constraint.conname &&
      constraint.conname !== table
    )
      yield* collides(world, schema, constraint.conname, 'index')
}

function* references(
  world: World,
  [schema, table]: readonly [string, string],
  columns: Columns,
  placed: readonly Placed[],
): Remarks {
  const own = placed.flatMap(({ constraint, columns }) => {
    const primary = constraint.contype === 'CONSTR_PRIMARY'
    return primary || constraint.contype === 'CONSTR_UNIQUE'
      ? [{ columns: ownColumns(constraint, columns), primary }]
      : []
  })
  for (const { constraint, columns: at } of placed) {
    if (constraint.contype !== 'CONSTR_FOREIGN') continue
    const referring = ownColumns(constraint, at)
    const name = constraintName(constraint, table, referring, () => false)
    // A foreign key is added by an ALTER TABLE of its own, which looks the new table up.
    yield* needUsage(world, schema)
    yield* foreignKey(world, constraint, referring, { name: table, columns, filled: false, keys: own }, name)
  }
}

function apply(world: World, statement: CreateStmt): void {
  const [schema, name] = placeOf(nameOfRange(statement.relation))
  if (relationAt(world, schema, name)) return
  const parents = (statement.inhRelations ?? []).flatMap((node) =>
    'RangeVar' in node ? (findRelation(world, nameOfRange(node.RangeVar)) ?? []) : [],
  )
  const needs = [...parents.flatMap((found) => (found.by === 'facts' ? found.thing.id : [])), idOf('schema', schema)]
  const table = make(world, 'table', [schema, name], {
    needs,
    value: statement.partspec ? 'table partition by' : 'table',
  })
  if (statement.partbound) world.partitions.add(name)
  const copied = (statement.tableElts ?? []).flatMap((node) =>
    'TableLikeClause' in node ? (findRelation(world, nameOfRange(node.TableLikeClause.relation)) ?? []) : [],
  )
  for (const found of [...parents, ...copied])
    for (const [column, type] of columnsFound(world, found) ?? [])
      makeColumn(world, table, {
        name: column,
        serial: false,
        constraints: [],
        column: { type, notNull: false, identity: false, always: false, generated: false, expression: null },
      })
  for (const def of columnDefs(statement)) makeColumn(world, table, definitionOf(def))
  const placed = constraintsOf(statement)
  // Keys first: a table may refer to itself.
  for (const isKey of [true, false])
    for (const { constraint, columns } of placed)
      if ((constraint.contype !== 'CONSTR_FOREIGN') === isKey) makeConstraint(world, table, constraint, columns)
}
