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
  taken(node, known).filter(({ table }) => table.name !== '' && !isCatalog(table) && stands(known, table))

const isCatalog = ({ schema, name }: Name) => schema === 'pg_catalog' || name.startsWith('pg_')

function taken(node: Node, known: Known): TableLock[] {
  const alter = as(node, 'AlterTableStmt')
  if (alter?.objtype === 'OBJECT_TABLE') {
    const table = relationOf(alter.relation)
    return all(alter.cmds, 'AlterTableCmd').flatMap((command) => ofCommand(table, command, known))
  }
  const index = as(node, 'IndexStmt')
  if (index)
    return [lock(relationOf(index.relation), index.concurrent ? 'ShareUpdateExclusiveLock' : 'ShareLock', true)]
  return ofCreate(node) ?? ofOthers(node, known) ?? ofDrop(node, known) ?? ofWriting(node)
}

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
  if (subtype === 'AT_DropConstraint') {
    const refers = tableIn(known, table)?.constraints.get(command.name ?? '')?.refers
    return [table, ...(refers ? [refers] : [])].map(exclusive)
  }
  const partition = as(command.def, 'PartitionCmd')
  if (partition) return ofPartition(table, command, relationOf(partition.name))
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

/** A new table locks what it refers to, and what it becomes a part of. */
function ofCreate(node: Node): TableLock[] | null {
  const create = as(node, 'CreateStmt')
  if (!create) return null
  const refers = below(create.tableElts, 'Constraint').filter(({ contype }) => contype === 'CONSTR_FOREIGN')
  const mode = create.partbound ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock'
  return [
    ...refers.map(({ pktable }) => lock(relationOf(pktable), 'ShareRowExclusiveLock')),
    ...all(create.inhRelations, 'RangeVar').map((parent) => lock(relationOf(parent), mode)),
  ]
}

/** The modes of LOCK TABLE, by PostgreSQL's own numbers. */
const NUMBERED: Readonly<Record<number, LockMode>> = {
  3: 'RowExclusiveLock',
  4: 'ShareUpdateExclusiveLock',
  5: 'ShareLock',
  6: 'ShareRowExclusiveLock',
  7: 'ExclusiveLock',
  8: 'AccessExclusiveLock',
}

function ofOthers(node: Node, known: Known): TableLock[] | null {
  const locked = as(node, 'LockStmt')
  const mode = NUMBERED[locked?.mode ?? 0]
  if (locked && mode) return all(locked.relations, 'RangeVar').map((range) => lock(relationOf(range), mode))
  const analyze = as(node, 'VacuumStmt')
  if (analyze)
    return all(analyze.rels, 'VacuumRelation').map(({ relation }) =>
      lock(relationOf(relation), 'ShareUpdateExclusiveLock'),
    )
  return ofNaming(node) ?? ofWhole(node, known)
}

/** Statements that change what a relation is called, does or lets in. */
function ofNaming(node: Node): TableLock[] | null {
  const trigger = as(node, 'CreateTrigStmt')
  if (trigger) return [lock(relationOf(trigger.relation), 'ShareRowExclusiveLock')]
  const policy = as(node, 'CreatePolicyStmt') ?? as(node, 'AlterPolicyStmt')
  if (policy) return [lock(relationOf(policy.table), 'AccessExclusiveLock')]
  const rename = as(node, 'RenameStmt')
  // To rename an index stops nobody.
  if (rename)
    return rename.relation && rename.renameType !== 'OBJECT_INDEX' ? [exclusive(relationOf(rename.relation))] : []
  const comment = as(node, 'CommentStmt')
  if (comment) return ofComment(comment.objtype, as(comment.object, 'List')?.items ?? [])
  const moved = as(node, 'AlterObjectSchemaStmt')
  if (moved?.relation) return [lock(relationOf(moved.relation), 'AccessExclusiveLock')]
  return null
}

function ofComment(on: string | undefined, items: readonly Node[]): TableLock[] {
  const relation = on === 'OBJECT_COLUMN' ? items.slice(0, -1) : on === 'OBJECT_TABLE' ? items : []
  return relation.length === 0 ? [] : [lock(objectOf(relation), 'ShareUpdateExclusiveLock')]
}

/** Statements that work through a whole relation. */
function ofWhole(node: Node, known: Known): TableLock[] | null {
  const emptied = as(node, 'TruncateStmt')
  if (emptied) return all(emptied.relations, 'RangeVar').map((own) => exclusive(relationOf(own)))
  const cluster = as(node, 'ClusterStmt')
  if (cluster) return [lock(relationOf(cluster.relation), 'AccessExclusiveLock', true)]
  const refresh = as(node, 'RefreshMatViewStmt')
  const mode = refresh?.concurrent ? 'ExclusiveLock' : 'AccessExclusiveLock'
  if (refresh) return [lock(relationOf(refresh.relation), mode, true)]
  const reindex = as(node, 'ReindexStmt')
  if (!reindex?.relation) return null
  const own = relationOf(reindex.relation)
  const table = reindex.kind === 'REINDEX_OBJECT_INDEX' ? known.indexes.get(keyOf(own))?.table : own
  return table ? [lock(table, 'ShareLock', true)] : []
}

function ofDrop(node: Node, known: Known): TableLock[] | null {
  const drop = as(node, 'DropStmt')
  if (!drop) return null
  const names = all(drop.objects, 'List').map(({ items }) => ({ name: objectOf(items), items }))
  switch (drop.removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
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
