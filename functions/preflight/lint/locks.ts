import type { AlterTableCmd } from '@supabase/pg-parser/17/types'
import { stands, tableIn, type Known } from '../known/known.ts'
import { keyOf, objectOf, relationOf, type Name } from '../tree/name.ts'
import { all, as, below, type Node } from '../tree/node.ts'
import type { LockMode } from './rule.ts'

/** A lock that a statement takes on a table, and whether it works through the table's rows meanwhile. */
export interface TableLock {
  table: Name
  key: string
  mode: LockMode
  /** Every row is read, written or sorted while the lock is held. */
  long: boolean
}

const exclusive = (table: Name): TableLock => lock(table, 'AccessExclusiveLock')
const lock = (table: Name, mode: LockMode, long = false): TableLock => ({ table, key: keyOf(table), mode, long })

/**
 * The locks that a statement takes on tables that stood before the migrations at hand, as chapter 13.3 of PostgreSQL's
 * documentation has them; test/postgres/lint-locks.test.ts holds them to pg_locks.
 */
export const locksOf = (node: Node, known: Known): TableLock[] =>
  taken(node, known).filter(({ table }) => table.name !== '' && stands(known, table))

function taken(node: Node, known: Known): TableLock[] {
  const alter = as(node, 'AlterTableStmt')
  if (alter?.objtype === 'OBJECT_TABLE') {
    const table = relationOf(alter.relation)
    return all(alter.cmds, 'AlterTableCmd').flatMap((command) => ofCommand(table, command, known))
  }
  const index = as(node, 'IndexStmt')
  if (index)
    return [lock(relationOf(index.relation), index.concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock', true)]
  return ofOthers(node) ?? ofDrop(node, known) ?? ofWriting(node)
}

/** Subcommands of ALTER TABLE that go by with less than ACCESS EXCLUSIVE. */
const WEAKER: Partial<Record<NonNullable<AlterTableCmd['subtype']>, LockMode>> = {
  AT_ValidateConstraint: 'ShareUpdateExclusiveLock',
  AT_SetStatistics: 'ShareUpdateExclusiveLock',
  AT_ClusterOn: 'ShareUpdateExclusiveLock',
  AT_SetOptions: 'ShareUpdateExclusiveLock',
  AT_EnableTrig: 'ShareRowExclusiveLock',
  AT_DisableTrig: 'ShareRowExclusiveLock',
  AT_EnableTrigAll: 'ShareRowExclusiveLock',
  AT_DisableTrigAll: 'ShareRowExclusiveLock',
  AT_EnableTrigUser: 'ShareRowExclusiveLock',
  AT_DisableTrigUser: 'ShareRowExclusiveLock',
  AT_AttachPartition: 'ShareUpdateExclusiveLock',
}

const LONG = new Set(['AT_AlterColumnType', 'AT_SetNotNull', 'AT_SetLogged', 'AT_SetUnLogged', 'AT_SetTableSpace'])

function ofCommand(table: Name, command: AlterTableCmd, known: Known): TableLock[] {
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
  const partition = as(command.def, 'PartitionCmd')
  if (partition) return ofPartition(table, command, relationOf(partition.name))
  return [lock(table, WEAKER[subtype] ?? 'AccessExclusiveLock', LONG.has(subtype)), ...referred]
}

function ofPartition(table: Name, { subtype, def }: AlterTableCmd, part: Name): TableLock[] {
  if (subtype === 'AT_AttachPartition')
    return [lock(table, 'ShareUpdateExclusiveLock'), lock(part, 'AccessExclusiveLock', true)]
  const mode = as(def, 'PartitionCmd')?.concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock'
  return [lock(table, mode), lock(part, mode)]
}

function ofOthers(node: Node): TableLock[] | null {
  const trigger = as(node, 'CreateTrigStmt')
  if (trigger) return [lock(relationOf(trigger.relation), 'ShareRowExclusiveLock')]
  const policy = as(node, 'CreatePolicyStmt') ?? as(node, 'AlterPolicyStmt')
  if (policy) return [lock(relationOf(policy.table), 'AccessExclusiveLock')]
  const rename = as(node, 'RenameStmt')
  if (rename) return rename.relation ? [lock(relationOf(rename.relation), 'AccessExclusiveLock')] : []
  const moved = as(node, 'AlterObjectSchemaStmt')
  if (moved?.relation) return [lock(relationOf(moved.relation), 'AccessExclusiveLock')]
  const emptied = as(node, 'TruncateStmt')
  if (emptied) return all(emptied.relations, 'RangeVar').map((own) => lock(relationOf(own), 'AccessExclusiveLock'))
  const cluster = as(node, 'ClusterStmt')
  if (cluster) return [lock(relationOf(cluster.relation), 'AccessExclusiveLock', true)]
  const refresh = as(node, 'RefreshMatViewStmt')
  const mode = refresh?.concurrent ? 'ExclusiveLock' : 'AccessExclusiveLock'
  if (refresh) return [lock(relationOf(refresh.relation), mode, true)]
  const reindex = as(node, 'ReindexStmt')
  return reindex?.kind === 'REINDEX_OBJECT_TABLE' ? [lock(relationOf(reindex.relation), 'ShareLock', true)] : null
}

function ofDrop(node: Node, known: Known): TableLock[] | null {
  const drop = as(node, 'DropStmt')
  if (!drop) return null
  const names = all(drop.objects, 'List').map(({ items }) => ({ name: objectOf(items), items }))
  switch (drop.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_MATVIEW':
      return names.flatMap(({ name }) => [exclusive(name), ...referredBy(known, name).map(exclusive)])
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return names.map(({ items }) => exclusive(objectOf(items?.slice(0, -1))))
    case 'OBJECT_INDEX':
      return names.flatMap(({ name }) => {
        const index = known.indexes.get(keyOf(name))
        return index ? [lock(index.table, drop.concurrent ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock')] : []
      })
    default:
      return []
  }
}

/** Dropping a table drops its foreign keys, which locks what they refer to. */
const referredBy = (known: Known, table: Name): Name[] =>
  [...(tableIn(known, table)?.constraints.values() ?? [])].flatMap(({ refers }) => refers ?? [])

function ofWriting(node: Node): TableLock[] {
  const written = as(node, 'UpdateStmt') ?? as(node, 'DeleteStmt')
  if (!written) return []
  return [lock(relationOf(written.relation), 'RowExclusiveLock', true)]
}
