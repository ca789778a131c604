import { tableIn } from '../../known/known.ts'
import { indexName } from '../../known/learn.ts'
import { ident, made, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed, OUTSIDE } from '../text.ts'

/** CREATE INDEX on a partitioned table cannot be CONCURRENTLY, and locks every partition. */
export const partitionedIndex: Rule = {
  id: 'partitioned-index',
  title: 'An index on a partitioned table locks every partition',
  severity: 'medium',
  weighs: 'rows',
  looks: 'CREATE INDEX on a partitioned table that stood before, without ONLY.',
  why: 'It is built on all partitions in one go, and nobody can write to any of them. CONCURRENTLY is refused on a partitioned table.',
  lock: { mode: 'ShareLock', lasts: 'on every partition, until all are built' },
  sources: ['pg-schema-diff', 'strong_migrations', 'https://www.postgresql.org/docs/current/ddl-partitioning.html'],
  check({ statement, known }) {
    const index = as(statement.node, 'IndexStmt')
    const table = relationOf(index?.relation)
    if (!index || index.relation?.inh === false || tableIn(known, table)?.kind !== 'partitioned') return []
    const name = indexName(index)
    return [
      {
        subject: name,
        table,
        message: `${name} is built on all partitions of ${written(table)} in one go; CONCURRENTLY is refused here`,
        recipe: [
          closed(statement.sql)
            .replace(/\bconcurrently\s+/i, '')
            .replace(/\bon\s+/i, 'on only '),
          '-- then for each partition:',
          OUTSIDE,
          `create index concurrently ${ident(made(name, 'part'))} on PARTITION (…);`,
          `alter index ${ident(name)} attach partition ${ident(made(name, 'part'))};`,
        ],
      },
    ]
  },
}
