import { stands, tableIn } from '../../known/known.ts'
import { indexName } from '../../known/learn.ts'
import { ident, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed, OUTSIDE, THEN } from '../text.ts'

/** CREATE INDEX that stops writing. */
export const indexNotConcurrent: Rule = {
  id: 'index-not-concurrent',
  title: 'An index is built while nobody can write',
  severity: 'medium',
  weighs: 'rows',
  looks: 'CREATE INDEX without CONCURRENTLY on a table that stood before.',
  why: 'Reading goes on, but every INSERT, UPDATE and DELETE waits until the index is built, which grows with the table.',
  lock: { mode: 'ShareLock', lasts: 'until the index is built, and then to the end of the transaction' },
  sources: [
    'squawk require-concurrent-index-creation',
    'eugene E6',
    'strong_migrations: adding an index non-concurrently',
    'pgfence',
    'pg-schema-diff INDEX_BUILD',
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
  ],
  check({ statement, known }) {
    const index = as(statement.node, 'IndexStmt')
    if (!index || index.concurrent) return []
    const table = relationOf(index.relation)
    if (!stands(known, table) || tableIn(known, table)?.kind === 'partitioned') return []
    const name = indexName(index)
    const own = closed(statement.sql)
    const bare = own.replace(/\bindex\s+(?:if\s+not\s+exists\s+)?/i, 'index ')
    const named = index.idxname ? bare : bare.replace(/\bindex\s+/i, `index ${ident(name)} `)
    return [
      {
        subject: name,
        table,
        message: `${name} is built on ${written(table)} under a lock that stops writing`,
        recipe: [
          OUTSIDE,
          named.replace(/\bindex /i, 'index concurrently '),
          THEN,
          named.replace(/\bindex /i, 'index if not exists '),
          '-- if building fails it leaves an invalid index behind: drop index concurrently, then try again',
        ],
      },
    ]
  },
}
