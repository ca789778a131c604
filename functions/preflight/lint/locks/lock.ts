import { keyOf, type Name } from '../../tree/name.ts'
import type { LockMode } from '../rule.ts'

/** A lock that a statement takes on a table, and whether it works through the table's rows meanwhile. */
export interface TableLock {
  table: Name
  key: string
  mode: LockMode
  /** Every row is read, written or sorted while the lock is held. */
  long: boolean
}

/** A lock in a mode. */
export const lock = (table: Name, mode: LockMode, long = false): TableLock => ({ table, key: keyOf(table), mode, long })

/** A lock that lets nobody read or write. */
export const exclusive = (table: Name): TableLock => lock(table, 'AccessExclusiveLock')
