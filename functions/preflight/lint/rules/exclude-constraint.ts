import { defaultName } from '../../known/column.ts'
import { constraintsIn } from '../../tree/alter.ts'
import { written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'

/** ADD EXCLUDE has no way around its lock. */
export const excludeConstraint: Rule = {
  id: 'exclude-constraint',
  title: 'An exclusion constraint is built while the table is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD CONSTRAINT … EXCLUDE on a table that stood before.',
  why: 'Its index is built and every pair is compared while nobody can read or write the table. It can neither be NOT VALID nor take an index that is there.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until the index is built' },
  sources: ['eugene E8', 'strong_migrations: adding an exclusion constraint', 'pgfence'],
  check: ({ statement }) =>
    constraintsIn(statement.node).flatMap(({ kind, created, node, table, columns, name }) =>
      kind !== 'exclude' || created
        ? []
        : [
            {
              subject: `${written(table)}.${name || defaultName(table.name, kind, columns)}`,
              table,
              at: node.location,
              message: `${name || 'the exclusion constraint'} is built while ${written(table)} cannot be read or written`,
              recipe: [
                '-- there is no concurrent way. Make a table that has the constraint from the start, let a trigger write to both,',
                '-- copy the rows in batches, and swap their names; or announce a time without writing, and run it then with',
                "set local lock_timeout = '2s';",
              ],
            },
          ],
    ),
}
