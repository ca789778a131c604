import { baseOf } from '../../lookup.ts'
import { pathOf } from '../../names.ts'
import { cookDefault } from '../../parts.ts'
import { needCreate } from '../../permission.ts'
import { depends, fault } from '../../remark.ts'
import { needColumn } from './need-column.ts'
import { isNew, nameOfTable, type Subcommand } from './subcommand.ts'
import { partOf, usersOf, type Thing, type World } from '../../world.ts'

/** SET DEFAULT, DROP DEFAULT */
export const columnDefault: Subcommand = {
  *check(world, table, command) {
    const name = command.name ?? ''
    const column = yield* needColumn(world, table, name)
    if (column?.column?.identity)
      yield fault('42601', `column "${name}" of relation "${nameOfTable(table)}" is an identity column`)
    if (column?.column?.generated)
      yield fault('42601', `column "${name}" of relation "${nameOfTable(table)}" is a generated column`)
    if (command.def) yield* cookDefault(world, command.def, name, column?.column?.type ?? null)
  },
  apply(world, table, command) {
    const column = partOf(world, table, 'column', command.name ?? '')
    if (column?.column) column.column.expression = command.def ? '' : null
  },
}

/** SET NOT NULL */
export const setNotNull: Subcommand = {
  *check(world, table, command) {
    const column = yield* needColumn(world, table, command.name ?? '')
    if (column && !column.column?.notNull && !isNew(table))
      yield depends(`a NULL in ${nameOfTable(table)}.${command.name} would refuse it (23502)`)
  },
  apply: (world, table, command) => mark(world, table, command.name, true),
}

/** DROP NOT NULL */
export const dropNotNull: Subcommand = {
  *check(world, table, command) {
    const name = command.name ?? ''
    const column = yield* needColumn(world, table, name)
    if (column?.column?.identity)
      yield fault('42601', `column "${name}" of relation "${nameOfTable(table)}" is an identity column`)
    const primary = column && usersOf(world, column.id, 'constraint').find(({ value }) => value.startsWith('PRIMARY'))
    if (primary && pathOf(primary.id)[1] === nameOfTable(table))
      yield fault('42P16', `column "${name}" is in a primary key`, { thing: primary.id })
  },
  apply: (world, table, command) => mark(world, table, command.name, false),
}

function mark(world: World, table: Thing, name: string | undefined, notNull: boolean): void {
  const column = partOf(world, table, 'column', name ?? '')
  if (column?.column) column.column.notNull = notNull
}

/** ADD GENERATED … AS IDENTITY */
export const addIdentity: Subcommand = {
  *check(world, table, command) {
    const name = command.name ?? ''
    const column = yield* needColumn(world, table, name)
    if (!column?.column) return
    const of = `column "${name}" of relation "${nameOfTable(table)}"`
    const { type, notNull, identity, expression } = column.column
    if (type && !['int2', 'int4', 'int8'].includes(baseOf(world, type)?.name ?? 'int4'))
      yield fault('22023', 'identity column type must be smallint, integer, or bigint')
    yield* needCreate(world, pathOf(table.id)[0] ?? '')
    if (!notNull) yield fault('55000', `${of} must be declared NOT NULL before identity can be added`)
    if (identity) yield fault('55000', `${of} is already an identity column`)
    if (expression !== null) yield fault('55000', `${of} already has a default value`)
  },
  apply(world, table, command) {
    const column = partOf(world, table, 'column', command.name ?? '')
    if (column?.column) column.column.identity = true
  },
}

/** DROP IDENTITY */
export const dropIdentity: Subcommand = {
  *check(world, table, command) {
    const column = yield* needColumn(world, table, command.name ?? '')
    if (column?.column && !column.column.identity && !command.missing_ok)
      yield fault('55000', `column "${command.name}" of relation "${nameOfTable(table)}" is not an identity column`)
  },
  apply(world, table, command) {
    const column = partOf(world, table, 'column', command.name ?? '')
    if (column?.column) column.column.identity = false
  },
}

/** SET STATISTICS, SET STORAGE and what else only needs the column. */
export const ofColumn: Subcommand = {
  *check(world, table, command) {
    yield* needColumn(world, table, command.name ?? '')
  },
  apply() {},
}
