import type { Known } from '../../known/known.ts'
import { keyOf, objectOf, relationOf } from '../../tree/name.ts'
import { all, as, type Node } from '../../tree/node.ts'
import type { LockMode } from '../rule.ts'
import { exclusive, lock, type TableLock } from './lock.ts'

/** The modes of LOCK TABLE, by PostgreSQL's own numbers. */
const NUMBERED: Readonly<Record<number, LockMode>> = {
  3: 'RowExclusiveLock',
  4: 'ShareUpdateExclusiveLock',
  5: 'ShareLock',
  6: 'ShareRowExclusiveLock',
  7: 'ExclusiveLock',
  8: 'AccessExclusiveLock',
}

/** The locks of statements that neither make, alter nor drop a table; null for those and for writing. */
export function ofOthers(node: Node, known: Known): TableLock[] | null {
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
