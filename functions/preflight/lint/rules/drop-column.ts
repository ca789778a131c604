import { stands } from '../../known/known.ts'
import { stepsOf } from '../../tree/alter.ts'
import { written } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { closed } from '../text.ts'

/** A column that the running application still reads. */
export const dropColumn: Rule = {
  id: 'drop-column',
  title: 'A column goes while the running application may read it',
  severity: 'high',
  looks: 'DROP COLUMN of a table that stood before.',
  why: 'Its values are lost, and every query that names it (Drizzle names all columns of the schema it was built with) fails with 42703.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'to the end of the transaction' },
  sources: ['squawk ban-drop-column', 'strong_migrations: removing a column', 'pgfence', 'pg-schema-diff DELETES_DATA'],
  check: ({ statement, known }) =>
    stepsOf(statement.node, 'AT_DropColumn')
      .filter(({ table }) => stands(known, table))
      .map(({ table, name }) => ({
        subject: `${written(table)}.${name}`,
        table,
        message: `${written(table)}.${name} goes with its values`,
        recipe: [
          '-- first take it out of the Drizzle schema and deploy the application without this migration;',
          '-- when no old instance is left, and a backup is there:',
          closed(statement.sql),
        ],
      })),
}
