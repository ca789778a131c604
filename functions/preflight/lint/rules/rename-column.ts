import { stands } from '../../known/known.ts'
import { ident, relationOf, written } from '../../tree/name.ts'
import { as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { alterTable } from '../text.ts'

/** A column that the running application still calls by its old name. */
export const renameColumn: Rule = {
  id: 'rename-column',
  title: 'A column gets another name under the running application',
  severity: 'high',
  looks: 'RENAME COLUMN of a table that stood before.',
  why: 'From the commit until the last old instance is gone, every query with the old name fails with 42703.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk renaming-column', 'strong_migrations: renaming a column', 'pgfence'],
  check({ statement, known }) {
    const rename = as(statement.node, 'RenameStmt')
    const table = relationOf(rename?.relation)
    if (rename?.renameType !== 'OBJECT_COLUMN' || !stands(known, table)) return []
    const [from, to] = [rename.subname ?? '', rename.newname ?? '']
    return [
      {
        subject: `${written(table)}.${from}`,
        table,
        message: `${written(table)}.${from} becomes ${to}: what runs now still asks for ${from}`,
        recipe: [
          `-- leave the name in the database, and rename it in the Drizzle schema alone: ${to}: text('${from}')`,
          '-- or, in steps: add the new column, write both, copy the old rows in batches, read the new one, then',
          `${alterTable(table)} drop column ${ident(from)};`,
        ],
      },
    ]
  },
}
