import type { AlterTableCmd } from '@supabase/pg-parser/17/types'
import type { Columns } from '../../key-columns.ts'
import { pathOf } from '../../names.ts'
import type { Remarks } from '../../remark.ts'
import { columnsOf, type Thing, type World } from '../../world.ts'

/** How one action of ALTER TABLE is simulated, on a table that is there. */
export interface Subcommand {
  check(world: World, table: Thing, command: AlterTableCmd): Remarks
  apply(world: World, table: Thing, command: AlterTableCmd): void
}

/** A table's name without its schema, as messages have it. */
export const nameOfTable = (table: Thing): string => pathOf(table.id)[1] ?? ''

/** The columns of a table with their types, as a map of one's own. */
export const columnTypes = (world: World, table: Thing): Columns =>
  new Map([...columnsOf(world, table)].map(([name, { column }]) => [name, column?.type ?? null]))

/** Whether a table was made by a pending statement, so that it has no rows but those that the migrations write. */
export const isNew = (table: Thing): boolean => table.origin.by === 'statement'
