import { relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** LOCK TABLE. */
export const lockTable: Rule = {
  id: 'lock-table',
  title: 'A table is locked by hand',
  severity: 'medium',
  weighs: 'traffic',
  looks: 'LOCK TABLE.',
  why: 'Without a mode it is ACCESS EXCLUSIVE: nobody reads or writes the table until all pending migrations are done.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['https://www.postgresql.org/docs/current/sql-lock.html'],
  check({ statement }) {
    const lock = as(statement.node, 'LockStmt')
    if (!lock || (lock.mode ?? 8) < 5) return []
    return all(lock.relations, 'RangeVar').map((range) => ({
      subject: written(relationOf(range)),
      table: relationOf(range),
      message: `${written(relationOf(range))} is locked until all pending migrations are done`,
      recipe: [
        "set local lock_timeout = '2s';",
        `lock table ${written(relationOf(range))} in share update exclusive mode;`,
      ],
    }))
  },
}
