import { primaryKeyOf, stands } from '../../known/known.ts'
import { relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { batched } from '../text.ts'

/** UPDATE or DELETE of every row. */
export const updateWithoutWhere: Rule = {
  id: 'update-without-where',
  title: 'Every row is changed in one go',
  severity: 'medium',
  weighs: 'rows',
  looks: 'UPDATE or DELETE without WHERE on a table that stood before.',
  why: 'Every row is locked and written until all pending migrations are done; the table doubles in size, and whoever changes a row meanwhile waits.',
  lock: { mode: 'RowExclusiveLock', lasts: 'and on every row, to the end of the transaction' },
  sources: ['pgfence', 'strong_migrations: backfilling data', 'eugene E4'],
  check({ statement, known }) {
    const own = as(statement.node, 'UpdateStmt') ?? as(statement.node, 'DeleteStmt')
    const table = relationOf(own?.relation)
    if (!own || own.whereClause || !stands(known, table)) return []
    const word = as(statement.node, 'UpdateStmt') ? 'UPDATE' : 'DELETE'
    return [
      {
        subject: written(table),
        table,
        message: `${word} without WHERE touches every row of ${written(table)}`,
        recipe: batched(table, '…', '…', primaryKeyOf(known, table)),
      },
    ]
  },
}
