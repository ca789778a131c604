import { stands } from '../../known/known.ts'
import { objectOf, written } from '../../tree/name.ts'
import { all, as } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'

/** A table that may still be read, and its rows. */
export const dropTable: Rule = {
  id: 'drop-table',
  title: 'A table goes with its rows',
  severity: 'high',
  looks: 'DROP TABLE of a table that stood before.',
  why: 'Its rows are lost, and queries of the running application fail with 42P01. The tables that it refers to are locked, too.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk ban-drop-table', 'pgfence', 'pg-schema-diff DELETES_DATA', 'strong_migrations'],
  check({ statement, known }) {
    const drop = as(statement.node, 'DropStmt')
    if (drop?.removeType !== 'OBJECT_TABLE') return []
    return all(drop.objects, 'List')
      .map(({ items }) => objectOf(items))
      .filter((table) => stands(known, table))
      .map((table) => ({
        subject: written(table),
        table,
        message: `${written(table)} goes with its rows`,
        recipe: [
          '-- deploy the application without it first; out of the way, but not lost:',
          `alter table ${written(table)} rename to ${written({ schema: 'public', name: `${table.name}_unused` })};`,
          '-- when nobody has missed it, and a backup is there, in a later deploy:',
          `drop table ${written({ ...table, name: `${table.name}_unused` })};`,
        ],
      }))
  },
}
