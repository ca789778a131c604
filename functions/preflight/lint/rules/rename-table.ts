import { stands } from '../../known/known.ts'
import { relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { alterTable } from '../text.ts'

/** A table or view that the running application still calls by its old name. */
export const renameTable: Rule = {
  id: 'rename-table',
  title: 'A table gets another name under the running application',
  severity: 'high',
  looks: 'RENAME TO of a table or view that stood before.',
  why: 'From the commit until the last old instance is gone, every query with the old name fails with 42P01. A view of the old name serves them meanwhile.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk renaming-table', 'strong_migrations: renaming a table', 'pgfence'],
  check({ statement, known }) {
    const rename = as(statement.node, 'RenameStmt')
    const table = relationOf(rename?.relation)
    const kinds = ['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW']
    if (!rename || !kinds.includes(rename.renameType ?? '') || !stands(known, table)) return []
    const to = { ...table, name: rename.newname ?? '' }
    return [
      {
        subject: written(table),
        table,
        message: `${written(table)} becomes ${written(to)}: what runs now still asks for ${written(table)}`,
        recipe: [
          `${alterTable(table)} rename to ${written({ schema: 'public', name: to.name })};`,
          `create view ${written(table)} with (security_invoker = true) as select * from ${written(to)};`,
          '-- once no instance asks for the old name, in a later deploy:',
          `drop view ${written(table)};`,
        ],
      },
    ]
  },
}
