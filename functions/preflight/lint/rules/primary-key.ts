import { tableIn } from '../../known/known.ts'
import { defaultName } from '../../known/column.ts'
import { constraintsIn } from '../../tree/alter.ts'
import { columnList, ident, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { alterTable, OUTSIDE } from '../text.ts'

/** ADD PRIMARY KEY builds an index and proves NOT NULL under ACCESS EXCLUSIVE. */
export const primaryKey: Rule = {
  id: 'primary-key',
  title: 'A primary key is built while the table is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD PRIMARY KEY without USING INDEX, or over columns that may be null, on a table that stood before.',
  why: 'Its index is built, and every row is read to see that no column of it is null, while nobody can read or write the table.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until the index is built and every row is read' },
  sources: ['squawk adding-serial-primary-key-field', 'eugene W14', 'pgfence'],
  check: ({ statement, known }) =>
    constraintsIn(statement.node).flatMap(({ kind, created, node, table, columns, ...added }) => {
      if (kind !== 'primary' || created || added.behind) return []
      const name = added.name || defaultName(table.name, 'primary', columns)
      const own = tableIn(known, table)
      const index = [...known.indexes.values()].find((index) => index.name === node.indexname)
      const keys = columns.length > 0 ? columns : (index?.columns.flatMap((column) => column ?? []) ?? [])
      const nullable = keys.filter((column) => own?.columns.get(column)?.notNull !== true)
      if (node.indexname && nullable.length === 0) return []
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: node.location,
          message: node.indexname
            ? `${columnList(nullable)} may be null: every row of ${written(table)} is read under ACCESS EXCLUSIVE`
            : `${name} builds its index while ${written(table)} cannot be read or written`,
          recipe: [
            ...(nullable.length > 0
              ? [`-- make ${columnList(nullable)} NOT NULL first, through a validated check`]
              : []),
            OUTSIDE,
            `create unique index concurrently ${ident(name)} on ${written(table)} (${columnList(keys)});`,
            '-- and in the migration:',
            `${alterTable(table)} add constraint ${ident(name)} primary key using index ${ident(name)};`,
          ],
        },
      ]
    }),
}
