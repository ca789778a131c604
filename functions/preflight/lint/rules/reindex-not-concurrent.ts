import { relationOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed, OUTSIDE } from '../text.ts'

/** REINDEX that stops writing. */
export const reindexNotConcurrent: Rule = {
  id: 'reindex-not-concurrent',
  title: 'An index is rebuilt while nobody can write',
  severity: 'medium',
  weighs: 'rows',
  looks: 'REINDEX without CONCURRENTLY.',
  why: 'Writing to the table stops until its indexes are built, and reading that would use the index stops, too.',
  lock: { mode: 'ShareLock', lasts: 'until the indexes are built; on each index it is ACCESS EXCLUSIVE' },
  sources: ['squawk require-concurrent-reindex', 'pgfence', 'https://www.postgresql.org/docs/current/sql-reindex.html'],
  check({ statement }) {
    const reindex = as(statement.node, 'ReindexStmt')
    if (!reindex || all(reindex.params, 'DefElem').some(({ defname }) => defname === 'concurrently')) return []
    const table = relationOf(reindex.relation)
    const isTable = reindex.kind === 'REINDEX_OBJECT_TABLE'
    const subject = table.name || reindex.name || 'database'
    return [
      {
        subject,
        ...(isTable ? { table } : {}),
        message: `${reindex.relation ? written(table) : subject} is rebuilt under a lock that stops writing`,
        recipe: [
          OUTSIDE,
          closed(statement.sql).replace(
            /\breindex\s*(?:\([^)]*\)\s*)?(index|table|schema|database|system)\b/i,
            'reindex $1 concurrently',
          ),
        ],
      },
    ]
  },
}
