import { keyOf, written } from '../../tree/name.ts'
import { locksOf } from '../locks.ts'
import type { Rule } from '../rule.ts'

/** Long work while an ACCESS EXCLUSIVE lock of before is still held. */
export const workUnderLock: Rule = {
  id: 'work-under-lock',
  title: 'Long work is done while a table is locked out of reach',
  severity: 'medium',
  weighs: 'rows',
  looks:
    'An index, a scan, a rewrite, an UPDATE or a DELETE after a statement that took ACCESS EXCLUSIVE on another table, in one transaction.',
  why: 'The short lock of the first statement is held until the transaction ends, which now is after the long work of the second.',
  sources: ['eugene E4', 'pgfence', 'strong_migrations: backfilling data'],
  check({ statement, known, transaction }) {
    const work = locksOf(statement.node, known).find(({ long }) => long)
    if (!transaction.open || !work) return []
    const held = [...transaction.exclusive].find(([key]) => key !== work.key || work.mode !== 'AccessExclusiveLock')
    if (held === undefined) return []
    const [table, { statement: number, file }] = held
    return [
      {
        subject: keyOf(work.table),
        table: work.table,
        message: `${table} stays locked (statement ${number} of ${file}) while all rows of ${written(work.table)} are worked through`,
        recipe: ['-- put the long work into a migration of its own, and deploy it before or after this one'],
      },
    ]
  },
}
