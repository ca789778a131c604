import type { AlterTableCmd, AlterTableStmt } from '@supabase/pg-parser/17/types'
import { keyOf, relationOf } from '../tree/name.ts'
import { all, as } from '../tree/node.ts'
import { typeOf } from '../tree/type.ts'
import { addedConstraint, columnConstraints, knownColumn } from './column.ts'
import { indexesOf, tableIn, type Known, type KnownTable } from './known.ts'
import { addConstraint, emptyTable } from './table.ts'

/** Takes what an ALTER TABLE changes into what is known; a table that was not told of before is one that stands. */
export function learnAlterTable(known: Known, alter: AlterTableStmt, pending: boolean): void {
  if (alter.objtype !== 'OBJECT_TABLE') return
  const name = relationOf(alter.relation)
  const table = tableIn(known, name) ?? emptyTable(name, 'table', false)
  known.tables.set(keyOf(name), table)
  for (const command of all(alter.cmds, 'AlterTableCmd')) learnCommand(known, table, command, pending)
}

function learnCommand(known: Known, table: KnownTable, command: AlterTableCmd, pending: boolean): void {
  const column = table.columns.get(command.name ?? '')
  const definition = as(command.def, 'ColumnDef')
  switch (command.subtype) {
    case 'AT_AddColumn':
      if (!definition || table.columns.has(definition.colname ?? '')) return
      table.columns.set(definition.colname ?? '', knownColumn(definition, pending))
      for (const added of columnConstraints(definition)) addConstraint(known, table, added, pending)
      return
    case 'AT_AddConstraint': {
      const constraint = as(command.def, 'Constraint')
      for (const added of constraint ? addedConstraint(constraint, null) : [])
        addConstraint(known, table, added, pending)
      return
    }
    case 'AT_ValidateConstraint': {
      const constraint = table.constraints.get(command.name ?? '')
      if (constraint) constraint.valid = true
      return
    }
    case 'AT_AlterColumnType':
      if (column) column.type = typeOf(definition?.typeName)
      return
    case 'AT_SetNotNull':
    case 'AT_DropNotNull':
      if (column) column.notNull = command.subtype === 'AT_SetNotNull'
      return
    case 'AT_ColumnDefault':
      if (column) column.hasDefault = command.def !== undefined
      return
    case 'AT_EnableRowSecurity':
    case 'AT_DisableRowSecurity':
      table.rowSecurity = command.subtype === 'AT_EnableRowSecurity'
      return
    default:
      forget(known, table, command)
  }
}

function forget(known: Known, table: KnownTable, { subtype, name = '' }: AlterTableCmd): void {
  if (subtype === 'AT_DropConstraint') {
    table.constraints.delete(name)
    known.indexes.delete(keyOf({ ...table.name, name }))
  }
  if (subtype !== 'AT_DropColumn') return
  table.columns.delete(name)
  for (const [key, { columns }] of table.constraints) if (columns.includes(name)) table.constraints.delete(key)
  for (const index of indexesOf(known, table.name))
    if (index.columns.includes(name)) known.indexes.delete(keyOf({ ...table.name, name: index.name }))
}
