import { defaultName } from '../../known/column.ts'
import { constraintsIn } from '../../tree/alter.ts'
import { ident, relationOf, written } from '../../tree/name.ts'
import { strings } from '../../tree/node.ts'
import type { Rule } from '../rule.ts'
import { alterTable, foreignKeyText, NEXT_DEPLOY } from '../text.ts'

/** A foreign key that reads the whole table while both tables are locked. */
export const foreignKeyNotValid: Rule = {
  id: 'foreign-key-not-valid',
  title: 'A foreign key is checked while both tables are locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD FOREIGN KEY without NOT VALID on a table that stood before.',
  why: 'Every row is looked up while nobody can write to either table. NOT VALID holds new rows to it at once; VALIDATE checks the old ones without stopping anybody.',
  lock: { mode: 'ShareRowExclusiveLock', lasts: 'on both tables, until every row is checked' },
  sources: [
    'squawk adding-foreign-key-constraint',
    'eugene E1',
    'strong_migrations: adding a foreign key',
    'pgfence',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  check: ({ statement }) =>
    constraintsIn(statement.node).flatMap((added) => {
      if (added.kind !== 'foreign' || added.created || added.behind || added.node.skip_validation) return []
      const { table, columns, node } = added
      const name = added.name || defaultName(table.name, 'foreign', columns)
      const refers = relationOf(node.pktable)
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: node.location,
          message: `${name} checks all rows of ${written(table)} while ${written(table)} and ${written(refers)} cannot be written`,
          recipe: [
            `${alterTable(table)} add constraint ${ident(name)} ${foreignKeyText(added, refers, strings(node.pk_attrs))} not valid;`,
            NEXT_DEPLOY,
            `${alterTable(table)} validate constraint ${ident(name)};`,
          ],
        },
      ]
    }),
}
