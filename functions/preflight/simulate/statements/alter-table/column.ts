import type { ColumnDef, Constraint } from '@supabase/pg-parser/17/types'
import { constraintName } from '../../constraint-name.ts'
import { drop, undisturbed } from '../../dependents.ts'
import { foreignKey } from '../../foreign-key.ts'
import { keyTypesOf } from '../../key-columns.ts'
import { findType, type Asks } from '../../lookup.ts'
import { makeColumn, makeConstraint, ownColumns } from '../../make.ts'
import { dotted, pathOf, quoted } from '../../names.ts'
import { checkCondition, columnType, cookDefault, definitionOf, generation } from '../../parts.ts'
import { needCreate } from '../../permission.ts'
import { depends, doubt, fault } from '../../remark.ts'
import { defOf, needColumn } from './need-column.ts'
import { columnTypes, isNew, nameOfTable, type Subcommand } from './subcommand.ts'
import { collides } from '../create-table.ts'
import { needExecutable, needUsable } from '../../usable.ts'
import { typeWithMods, type SqlType } from '../../type.ts'
import { doubtOf, partOf, usersOf, type Thing, type World } from '../../world.ts'

/** ADD COLUMN */
export const addColumn: Subcommand = {
  *check(world, table, command) {
    const def = defOf(command)
    const name = def.colname ?? ''
    const there = partOf(world, table, 'column', name)
    const unsure = doubtOf(world, nameOfTable(table), name)
    if (unsure !== null) yield doubt(unsure)
    else if (there && command.missing_ok) {
      const type = there.column?.type
      const wanted = definitionOf(def).column.type
      if (type && wanted && typeWithMods(type) !== typeWithMods(wanted))
        yield { kind: 'hidden', what: `the column is there as ${typeWithMods(type)}, and stays`, thing: there.id }
      return
    } else if (there) {
      yield fault('42701', `column "${name}" of relation "${nameOfTable(table)}" already exists`, {
        at: def.location,
        thing: there.id,
      })
    }
    const type = yield* columnType(world, def, nameOfTable(table))
    yield* needUsable(world, def.typeName)
    yield* newParts(world, table, def, type)
  },
  apply(world, table, command) {
    const def = defOf(command)
    const name = def.colname ?? ''
    if (partOf(world, table, 'column', name)) return
    makeColumn(world, table, definitionOf(def))
    for (const constraint of definitionOf(def).constraints) makeConstraint(world, table, constraint, [name])
  },
}

/** What ADD COLUMN brings besides the column: default, NOT NULL, constraints. */
function* newParts(world: World, table: Thing, def: ColumnDef, type: SqlType | null): Asks<void> {
  const name = def.colname ?? ''
  const { constraints, column, serial } = definitionOf(def)
  const columns = columnTypes(world, table).set(name, type)
  if (serial || column.identity) yield* needCreate(world, pathOf(table.id)[0] ?? '')
  for (const constraint of constraints) {
    if (
      constraint.contype === 'CONSTR_PRIMARY' &&
      [...usersOf(world, table.id, 'constraint')].some(
        ({ id, value }) => value.startsWith('PRIMARY') && pathOf(id)[1] === nameOfTable(table),
      )
    )
      yield fault('42P16', `multiple primary keys for table "${nameOfTable(table)}" are not allowed`)
    if (constraint.contype === 'CONSTR_DEFAULT') yield* cookDefault(world, constraint.raw_expr, name, type)
    if (constraint.contype === 'CONSTR_GENERATED')
      yield* generation(world, constraint.raw_expr, name, type, nameOfTable(table), columns)
  }
  for (const constraint of constraints) {
    if (constraint.contype === 'CONSTR_CHECK') yield* checkCondition(world, constraint, nameOfTable(table), columns)
    if (constraint.contype === 'CONSTR_UNIQUE' || constraint.contype === 'CONSTR_PRIMARY')
      yield* keyTypesOf(world, [name], columns)
    if (constraint.contype === 'CONSTR_UNIQUE' || constraint.contype === 'CONSTR_PRIMARY')
      yield* needCreate(world, pathOf(table.id)[0] ?? '')
    if ((constraint.contype === 'CONSTR_UNIQUE' || constraint.contype === 'CONSTR_PRIMARY') && constraint.conname)
      yield* collides(world, pathOf(table.id)[0] ?? '', constraint.conname, 'index')
    if (constraint.contype === 'CONSTR_FOREIGN')
      yield* foreignKey(
        world,
        constraint,
        ownColumns(constraint, [name]),
        { name: nameOfTable(table), columns, filled: false },
        constraintName(constraint, nameOfTable(table), [name], () => false),
      )
  }
  if (column.expression !== null && !isNew(table) && evaluated(world, constraints, type))
    yield depends(
      `the default becomes the value of every row of ${nameOfTable(table)} at once, and must fit the column there`,
    )
  yield* needExecutable(world, constraints.filter(isRun))
  if (column.notNull && column.expression === null && !column.identity && !serial && !isNew(table))
    yield depends(
      `a row of ${nameOfTable(table)} would have no value in ${name} (23502): give it a default, or fill it first`,
    )
}

/** What is evaluated when a column is added, though there be no row. */
const isRun = ({ contype }: Constraint) =>
  contype === 'CONSTR_DEFAULT' || contype === 'CONSTR_GENERATED' || contype === 'CONSTR_CHECK'

/** Whether a default may be refused for what the rows get from it: by a domain, a length, a key or NOT NULL. */
const evaluated = (world: World, constraints: readonly Constraint[], type: SqlType | null): boolean =>
  type === null ||
  type.mods !== '' ||
  findType(world, type)?.thing?.kind === 'domain' ||
  constraints.some(({ contype }) => contype !== 'CONSTR_DEFAULT' && contype !== 'CONSTR_NULL')

/** DROP COLUMN */
export const dropColumn: Subcommand = {
  *check(world, table, command) {
    const name = command.name ?? ''
    const there = partOf(world, table, 'column', name)
    if (!there && command.missing_ok) return
    const column = yield* needColumn(world, table, name)
    if (column && command.behavior !== 'DROP_CASCADE')
      yield* undisturbed(world, [column], `column ${quoted(name)} of table ${dotted(pathOf(table.id))}`)
  },
  apply(world, table, command) {
    const column = partOf(world, table, 'column', command.name ?? '')
    if (column) drop(world, [column])
  },
}
