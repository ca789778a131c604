import type { TransactionStmt } from '@supabase/pg-parser/17/types'
import type { Known } from '../known/known.ts'
import { stepsOf } from '../tree/alter.ts'
import { keyOf, objectOf } from '../tree/name.ts'
import { as, type Node } from '../tree/node.ts'
import type { TableLock } from './locks.ts'

/** What one transaction has done so far; Drizzle 0.x runs all pending migrations in one. */
export interface Transaction {
  /** A literal COMMIT has ended Drizzle's own: from there on each statement is one of its own. */
  open: boolean
  /** ACCESS EXCLUSIVE locks on tables that stood before, held to the end: the statement that took each. */
  exclusive: Map<string, { statement: number; file: string }>
  /** Constraints added NOT VALID, as `schema.table.name`. */
  notValid: Set<string>
  /** Labels added to enums that stood before. */
  labels: Map<string, string>
  settings: Set<string>
}

/** A transaction that has just begun. */
export const begun = (): Transaction => ({
  open: true,
  exclusive: new Map(),
  notValid: new Set(),
  labels: new Map(),
  settings: new Set(),
})

const ENDS: ReadonlySet<TransactionStmt['kind']> = new Set([
  'TRANS_STMT_COMMIT',
  'TRANS_STMT_ROLLBACK',
  'TRANS_STMT_PREPARE',
])
const BEGINS: ReadonlySet<TransactionStmt['kind']> = new Set(['TRANS_STMT_BEGIN', 'TRANS_STMT_START'])

/** Whether a statement ends the transaction that it runs in. */
export const endsTransaction = (node: Node): boolean => ENDS.has(as(node, 'TransactionStmt')?.kind)

/** Whether a statement begins a transaction. */
export const beginsTransaction = (node: Node): boolean => BEGINS.has(as(node, 'TransactionStmt')?.kind)

/** Takes what a statement does to its transaction into it. `locks` are those on tables that stood before. */
export function follow(
  transaction: Transaction,
  { node, number, file }: { node: Node; number: number; file: string },
  locks: readonly TableLock[],
  known: Known,
): void {
  if (endsTransaction(node)) Object.assign(transaction, { ...begun(), open: false, settings: transaction.settings })
  if (beginsTransaction(node)) transaction.open = true
  const set = as(node, 'VariableSetStmt')
  if (set?.kind === 'VAR_SET_VALUE' && set.name) transaction.settings.add(set.name)
  if (!transaction.open) return
  for (const { key, mode } of locks)
    if (mode === 'AccessExclusiveLock' && !transaction.exclusive.has(key))
      transaction.exclusive.set(key, { statement: number, file })
  for (const { table, constraint } of stepsOf(node, 'AT_AddConstraint'))
    if (constraint?.skip_validation) transaction.notValid.add(`${keyOf(table)}.${constraint.conname}`)
  const added = as(node, 'AlterEnumStmt')
  const name = keyOf(objectOf(added?.typeName))
  if (added?.newVal && !added.oldVal && known.enums.get(name)?.pending !== true)
    transaction.labels.set(added.newVal, name)
}
