import { tableIn } from '../../known/known.ts'
import { keyOf, objectOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { OUTSIDE, THEN } from '../text.ts'

/** DROP INDEX that waits for everybody. */
export const dropIndexNotConcurrent: Rule = {
  id: 'drop-index-not-concurrent',
  title: 'An index is dropped while its table is locked',
  severity: 'low',
  weighs: 'traffic',
  looks: 'DROP INDEX without CONCURRENTLY.',
  why: 'The lock is short, but it waits for every transaction that uses the table, and all that come later wait behind it.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction, and while it waits for those before it' },
  sources: ['squawk require-concurrent-index-deletion', 'pgfence', 'pg-schema-diff INDEX_DROPPED'],
  check({ statement, known }) {
    const drop = as(statement.node, 'DropStmt')
    if (drop?.removeType !== 'OBJECT_INDEX' || drop.concurrent) return []
    return all(drop.objects, 'List').flatMap(({ items }) => {
      const name = objectOf(items)
      const index = known.indexes.get(keyOf(name))
      if (index && tableIn(known, index.table)?.kind === 'partitioned') return []
      return [
        {
          subject: name.name,
          ...(index ? { table: index.table } : {}),
          message: `${written(name)} is dropped under a lock that stops reading and writing of its table`,
          recipe: [
            OUTSIDE,
            `drop index concurrently if exists ${written(name)};`,
            THEN,
            `drop index if exists ${written(name)};`,
          ],
        },
      ]
    })
  },
}
