import { ident, relationOf } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { closed } from '../text.ts'

/** CREATE INDEX CONCURRENTLY IF NOT EXISTS takes a broken index for the one that is wanted. */
export const concurrentlyIfNotExists: Rule = {
  id: 'concurrently-if-not-exists',
  title: 'A failed concurrent index passes for one that is there',
  severity: 'medium',
  looks: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS.',
  why: 'When it fails half-way it leaves an invalid index, which costs writing and serves nobody. IF NOT EXISTS then finds that one and says nothing.',
  sources: [
    'strong_migrations: invalid indexes',
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
  ],
  check({ statement }) {
    const index = as(statement.node, 'IndexStmt')
    if (!index?.concurrent || !index.if_not_exists) return []
    const { schema } = relationOf(index.relation)
    const name = index.idxname ?? ''
    const full = schema === 'public' ? ident(name) : `${ident(schema)}.${ident(name)}`
    return [
      {
        subject: name,
        message: `${name} may be there and invalid: IF NOT EXISTS passes it over`,
        recipe: [
          `drop index concurrently if exists ${full};`,
          closed(statement.sql).replace(/\s+if\s+not\s+exists\b/i, ''),
        ],
      },
    ]
  },
}
