import { keyOf, written } from '../../tree/name.ts'
import { locksOf } from '../locks.ts'
import type { Rule } from '../rule.ts'

/** Several tables locked out of reach in one transaction. */
export const manyExclusiveLocks: Rule = {
  id: 'many-exclusive-locks',
  title: 'One transaction locks several tables',
  severity: 'low',
  weighs: 'traffic',
  looks: 'A third table under ACCESS EXCLUSIVE in one transaction; all that is pending is one.',
  why: 'Each lock is held while the next is waited for: the outage is as long as all waits together, and two transactions that take them in another order end in a deadlock.',
  sources: ['eugene W12', 'pgfence'],
  check({ statement, known, transaction }) {
    const held = [...transaction.exclusive.keys()]
    const next = locksOf(statement.node, known).find(
      ({ key, mode }) => mode === 'AccessExclusiveLock' && !held.includes(key),
    )
    if (!transaction.open || next === undefined || held.length !== 2) return []
    return [
      {
        subject: keyOf(next.table),
        table: next.table,
        message: `${written(next.table)} is the third table under ACCESS EXCLUSIVE, after ${held.join(' and ')}`,
        recipe: ['-- make it two migrations, and deploy them one after the other', "set local lock_timeout = '2s';"],
      },
    ]
  },
}
