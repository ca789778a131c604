import type { AlterTableCmd } from '@supabase/pg-parser/17/types'
import { stands, tableIn, type Known } from '../../known/known.ts'
import { keepsBytes } from '../../tree/bytes.ts'
import { relationOf, type Name } from '../../tree/name.ts'
import { as, below } from '../../tree/node.ts'
import { typeOf } from '../../tree/type.ts'
import type { LockMode } from '../rule.ts'
import { exclusive, lock, type TableLock } from './lock.ts'

/** Subcommands of ALTER TABLE that go by with less than ACCESS EXCLUSIVE. */
const WEAKER: Partial<Record<NonNullable<AlterTableCmd['subtype']>, LockMode>> = {
  AT_ValidateConstraint: 'ShareUpdateExclusiveLock',
  AT_SetStatistics: 'ShareUpdateExclusiveLock',
  AT_ClusterOn: 'ShareUpdateExclusiveLock',
  AT_SetOptions: 'ShareUpdateExclusiveLock',
  AT_EnableTrig: 'ShareRowExclusiveLock',
  AT_DisableTrig: 'ShareRowExclusiveLock',
  AT_EnableAlwaysTrig: 'ShareRowExclusiveLock',
  AT_EnableReplicaTrig: 'ShareRowExclusiveLock',
  AT_SetRelOptions: 'ShareUpdateExclusiveLock',
  AT_ResetRelOptions: 'ShareUpdateExclusiveLock',
  AT_EnableTrigAll: 'ShareRowExclusiveLock',
  AT_DisableTrigAll: 'ShareRowExclusiveLock',
  AT_EnableTrigUser: 'ShareRowExclusiveLock',
  AT_DisableTrigUser: 'ShareRowExclusiveLock',
  AT_AttachPartition: 'ShareUpdateExclusiveLock',
}

const LONG = new Set(['AT_SetNotNull', 'AT_SetLogged', 'AT_SetUnLogged', 'AT_SetTableSpace'])

/** The locks of one subcommand of ALTER TABLE. */
export function ofCommand(table: Name, command: AlterTableCmd, known: Known): TableLock[] {
  const subtype = command.subtype ?? 'AT_AddColumn'
  const constraint = as(command.def, 'Constraint')
  if (constraint?.contype === 'CONSTR_FOREIGN') {
    // A new table has no row to look up.
    const long = constraint.skip_validation !== true && stands(known, table)
    return [table, relationOf(constraint.pktable)].map((own) => lock(own, 'ShareRowExclusiveLock', long))
  }
  if (constraint) {
    const long = constraint.skip_validation !== true && !constraint.indexname
    return [lock(table, 'AccessExclusiveLock', long)]
  }
  const referred = below(command.def, 'Constraint').flatMap(({ contype, pktable }) =>
    contype === 'CONSTR_FOREIGN' ? [lock(relationOf(pktable), 'ShareRowExclusiveLock')] : [],
  )
  if (subtype === 'AT_ValidateConstraint') return [lock(table, 'ShareUpdateExclusiveLock', true)]
  if (subtype === 'AT_DropConstraint') {
    const refers = tableIn(known, table)?.constraints.get(command.name ?? '')?.refers
    return [table, ...(refers ? [refers] : [])].map(exclusive)
  }
  const partition = as(command.def, 'PartitionCmd')
  if (partition) return ofPartition(table, command, relationOf(partition.name))
  if (subtype === 'AT_AlterColumnType') {
    const from = tableIn(known, table)?.columns.get(command.name ?? '')?.type
    const to = typeOf(as(command.def, 'ColumnDef')?.typeName)
    return [lock(table, 'AccessExclusiveLock', !(from && to && keepsBytes(from, to)))]
  }
  const parent = as(command.def, 'RangeVar')
  if (subtype === 'AT_AddInherit' && parent)
    return [exclusive(table), lock(relationOf(parent), 'ShareUpdateExclusiveLock')]
  return [lock(table, WEAKER[subtype] ?? 'AccessExclusiveLock', LONG.has(subtype)), ...referred]
}

function ofPartition(table: Name, { subtype, def }: AlterTableCmd, part: Name): TableLock[] {
  if (subtype === 'AT_AttachPartition')
    return [lock(table, 'ShareUpdateExclusiveLock'), lock(part, 'AccessExclusiveLock', true)]
  const mode = as(def, 'PartitionCmd')?.concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock'
  return [lock(table, mode), lock(part, mode)]
}
