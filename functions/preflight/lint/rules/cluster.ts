import { relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** CLUSTER. */
export const cluster: Rule = {
  id: 'cluster',
  title: 'CLUSTER copies the table while it is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'CLUSTER.',
  why: 'The table is sorted and written again while nobody can read or write it, and the order is not kept afterwards.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until the copy is made' },
  rewrites: true,
  sources: ['pgfence', 'squawk prefer-repack'],
  check({ statement }) {
    const own = as(statement.node, 'ClusterStmt')
    if (!own) return []
    const table = relationOf(own.relation)
    return [
      {
        subject: written(table),
        ...(table.name ? { table } : {}),
        message: `CLUSTER copies ${table.name ? written(table) : 'every clustered table'} under ACCESS EXCLUSIVE`,
        recipe: ['-- outside of migrations, without a lasting lock: pg_repack --order-by'],
      },
    ]
  },
}
