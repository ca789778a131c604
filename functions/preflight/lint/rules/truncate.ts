import { relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { batched } from '../text.ts'
import { primaryKeyOf, stands } from '../../known/known.ts'

/** TRUNCATE. */
export const truncate: Rule = {
  id: 'truncate',
  title: 'TRUNCATE empties a table',
  severity: 'high',
  looks: 'TRUNCATE of a table that stood before; CASCADE is critical.',
  why: 'All rows are gone, without a trigger that runs for each, under a lock on everything that refers to it. CASCADE empties those tables, too.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  rewrites: true,
  sources: ['squawk ban-truncate-cascade', 'pgfence'],
  check({ statement, known }) {
    const own = as(statement.node, 'TruncateStmt')
    const cascade = own?.behavior === 'DROP_CASCADE'
    return all(own?.relations, 'RangeVar')
      .map(relationOf)
      .filter((table) => stands(known, table))
      .map((table) => ({
        subject: written(table),
        table,
        ...(cascade ? { severity: 'critical' as const } : {}),
        message: cascade
          ? `TRUNCATE … CASCADE empties ${written(table)} and every table that refers to it`
          : `TRUNCATE empties ${written(table)}`,
        recipe: [
          '-- see that a backup is there. Rows that must go can go in batches:',
          ...batched(table, '…', '…', primaryKeyOf(known, table)).map((line) =>
            line.replace(/^update (\S+) set … where/, 'delete from $1 where'),
          ),
        ],
      }))
  },
}
