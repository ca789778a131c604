import { defaultName } from '../../known/column.ts'
import { constraintsIn } from '../../tree/alter.ts'
import { ident, written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { alterTable, NEXT_DEPLOY, parenthesised } from '../text.ts'

/** A CHECK that reads the whole table under ACCESS EXCLUSIVE. */
export const checkNotValid: Rule = {
  id: 'check-not-valid',
  title: 'A check reads the whole table while it is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD CHECK without NOT VALID on a table that stood before.',
  why: 'Every row is read while nobody can read or write the table. NOT VALID holds new rows to it at once; VALIDATE reads the old ones without stopping anybody.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until every row is read' },
  sources: [
    'squawk constraint-missing-not-valid',
    'eugene E1',
    'strong_migrations: adding a check constraint',
    'pgfence',
  ],
  check: ({ statement }) =>
    constraintsIn(statement.node).flatMap(({ kind, created, node, table, columns, ...added }) => {
      if (kind !== 'check' || created || node.skip_validation) return []
      const name = added.name || defaultName(table.name, 'check', columns)
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: node.location,
          message: `${name} reads all rows of ${written(table)} while it cannot be read or written`,
          recipe: [
            ...(added.behind ? ['-- add the column without the check, and then:'] : []),
            `${alterTable(table)} add constraint ${ident(name)} check (${parenthesised(statement.sql, node.location ?? 0)}) not valid;`,
            NEXT_DEPLOY,
            `${alterTable(table)} validate constraint ${ident(name)};`,
          ],
        },
      ]
    }),
}
