import { all, as } from '../../tree/node.ts'
import { stepsOf } from '../../tree/alter.ts'
import type { Node } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed } from '../text.ts'

/** What PostgreSQL refuses inside of a transaction, for its being concurrent. */
export const concurrentlyInTransaction: Rule = {
  id: 'concurrently-in-transaction',
  title: 'CONCURRENTLY cannot run in Drizzle’s transaction',
  severity: 'high',
  looks: 'CREATE INDEX, DROP INDEX, REINDEX or DETACH PARTITION with CONCURRENTLY in a migration.',
  why: 'Drizzle runs all pending migrations in one transaction, and PostgreSQL refuses it there with 25001: nothing of the deploy is applied.',
  sources: [
    'squawk ban-concurrent-index-creation-in-transaction',
    'pgfence',
    'https://github.com/drizzle-team/drizzle-orm/issues/860',
  ],
  check({ statement, transaction }) {
    const what = transaction.open ? concurrent(statement.node) : null
    if (what === null) return []
    return [
      {
        subject: what,
        message: `${what} CONCURRENTLY fails in Drizzle's transaction (25001)`,
        recipe: [
          '-- before the deploy, with psql, outside of any transaction:',
          closed(statement.sql),
          '-- and in the migration, where it then finds its work done:',
          closed(statement.sql).replace(
            /\s+concurrently\b(?:\s+if(?:\s+not)?\s+exists)?/i,
            what === 'CREATE INDEX' ? ' if not exists' : what === 'DROP INDEX' ? ' if exists' : '',
          ),
        ],
      },
    ]
  },
}

function concurrent(node: Node): string | null {
  if (as(node, 'IndexStmt')?.concurrent) return 'CREATE INDEX'
  if (as(node, 'DropStmt')?.concurrent) return 'DROP INDEX'
  if (all(as(node, 'ReindexStmt')?.params, 'DefElem').some(({ defname }) => defname === 'concurrently'))
    return 'REINDEX'
  const detached = stepsOf(node, 'AT_DetachPartition').some(
    ({ command }) => as(command.def, 'PartitionCmd')?.concurrent,
  )
  return detached ? 'DETACH PARTITION' : null
}
