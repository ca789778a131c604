import { defaultName } from '../../known/column.ts'
import { constraintsIn } from '../../tree/alter.ts'
import { columnList, ident, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { alterTable, OUTSIDE } from '../text.ts'

/** ADD UNIQUE builds its index under ACCESS EXCLUSIVE. */
export const uniqueConstraint: Rule = {
  id: 'unique-constraint',
  title: 'A unique constraint builds its index while the table is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD UNIQUE without USING INDEX on a table that stood before.',
  why: 'The index is built while nobody can read or write the table. Built CONCURRENTLY before, it is only given its name.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until the index is built' },
  sources: [
    'squawk disallowed-unique-constraint',
    'eugene E7',
    'strong_migrations: adding a unique constraint',
    'pgfence',
  ],
  check: ({ statement }) =>
    constraintsIn(statement.node).flatMap(({ kind, created, node, table, columns, ...added }) => {
      if (kind !== 'unique' || created || node.indexname) return []
      const name = added.name || defaultName(table.name, 'unique', columns)
      const nulls = node.nulls_not_distinct ? ' nulls not distinct' : ''
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: node.location,
          message: `${name} builds its index while ${written(table)} cannot be read or written`,
          recipe: [
            OUTSIDE,
            `create unique index concurrently ${ident(name)} on ${written(table)} (${columnList(columns)})${nulls};`,
            '-- and in the migration:',
            `${alterTable(table)} add constraint ${ident(name)} unique using index ${ident(name)};`,
          ],
        },
      ]
    }),
}
