import { indexesOf } from '../../known/known.ts'
import { relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** REFRESH MATERIALIZED VIEW that stops reading. */
export const refreshNotConcurrent: Rule = {
  id: 'refresh-not-concurrent',
  title: 'A materialized view is refreshed while nobody can read it',
  severity: 'medium',
  weighs: 'rows',
  looks: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY.',
  why: 'Nobody can read the view until its query has run. With a unique index it can be refreshed beside those who read.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until the query has run' },
  rewrites: true,
  sources: ['pgfence', 'https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html'],
  check({ statement, known }) {
    const refresh = as(statement.node, 'RefreshMatViewStmt')
    if (!refresh || refresh.concurrent || refresh.skipData) return []
    const table = relationOf(refresh.relation)
    const unique = indexesOf(known, table).some(({ unique, partial }) => unique && !partial)
    return [
      {
        subject: written(table),
        table,
        message: `${written(table)} cannot be read until it is refreshed`,
        recipe: [
          ...(unique ? [] : [`create unique index on ${written(table)} (…);`]),
          `refresh materialized view concurrently ${written(table)};`,
        ],
      },
    ]
  },
}
