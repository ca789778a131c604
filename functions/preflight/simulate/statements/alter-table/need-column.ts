import type { AlterTableCmd, ColumnDef } from '@supabase/pg-parser/17/types'
import type { Asks } from '../../lookup.ts'
import { idOf, pathOf } from '../../names.ts'
import { doubt, fault } from '../../remark.ts'
import { nameOfTable } from './subcommand.ts'
import { doubtOf, partOf, type Thing, type World } from '../../world.ts'

export const defOf = (command: AlterTableCmd): ColumnDef =>
  command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : {}

/** A column of the table; remarks where there is none. */
export function* needColumn(world: World, table: Thing, name: string): Asks<Thing | null> {
  const column = partOf(world, table, 'column', name)
  if (column) return column
  const unsure = doubtOf(world, nameOfTable(table), name)
  yield unsure === null
    ? fault('42703', `column "${name}" of relation "${nameOfTable(table)}" does not exist`, {
        thing: idOf('column', ...pathOf(table.id), name),
      })
    : doubt(unsure)
  return null
}
