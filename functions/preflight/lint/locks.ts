import { stands, type Known } from '../known/known.ts'
import { relationOf, type Name } from '../tree/name.ts'
import { all, as, type Node } from '../tree/node.ts'
import { ofCommand } from './locks/alter-table.ts'
import { ofCreate, ofDrop } from './locks/create-drop.ts'
import { lock, type TableLock } from './locks/lock.ts'
import { ofOthers } from './locks/others.ts'

export type { TableLock } from './locks/lock.ts'

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

function ofWriting(node: Node): TableLock[] {
  const written = as(node, 'UpdateStmt') ?? as(node, 'DeleteStmt')
  if (!written) return []
  return [lock(relationOf(written.relation), 'RowExclusiveLock', true)]
}
