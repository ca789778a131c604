import type { JournalRow } from './prediction.ts'

export type { JournalRow } from './prediction.ts'

/** The journal table as it was found. */
export type JournalRows =
  | { state: 'absent' }
  /**
   * `named`: the table has the column `name`, as Drizzle 1.0 makes it. Rows in order of id. `columns`: all that the table
   * has; absent where that was not asked.
   */
  | { state: 'read'; named: boolean; rows: JournalRow[]; columns?: readonly string[] }
