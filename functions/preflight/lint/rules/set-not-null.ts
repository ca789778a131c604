import { tableIn, type Known } from '../../known/known.ts'
import { stepsOf } from '../../tree/alter.ts'
import { ident, made, written, type Name } from '../../tree/name.ts'
import type { Rule } from '../rule.ts'
import { alterColumn, alterTable, NEXT_DEPLOY } from '../text.ts'

/** SET NOT NULL that reads the whole table. */
export const setNotNull: Rule = {
  id: 'set-not-null',
  title: 'NOT NULL reads the whole table while it is locked',
  severity: 'medium',
  weighs: 'rows',
  looks: 'SET NOT NULL where no validated CHECK (column IS NOT NULL) was there before.',
  why: 'Every row is read while nobody can read or write the table. A validated check spares PostgreSQL the reading.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until every row is read' },
  versions:
    'the check spares the reading from 12 on; from 18 on NOT NULL can itself be added NOT VALID and be validated later',
  sources: [
    'squawk adding-not-nullable-field',
    'eugene E2',
    'strong_migrations: setting NOT NULL on an existing column',
    'pgfence',
    'https://www.postgresql.org/docs/current/sql-altertable.html',
  ],
  check: ({ statement, known }) =>
    stepsOf(statement.node, 'AT_SetNotNull').flatMap(({ table, name }) => {
      const column = tableIn(known, table)?.columns.get(name)
      if (column?.notNull || isProven(known, table, name)) return []
      const check = ident(made(table.name, name, 'not_null'))
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          message: `SET NOT NULL of ${name} reads all rows of ${written(table)} while it cannot be read or written`,
          recipe: [
            `${alterTable(table)} add constraint ${check} check (${ident(name)} is not null) not valid;`,
            NEXT_DEPLOY,
            `${alterTable(table)} validate constraint ${check};`,
            '-- and then, without reading a row:',
            `${alterColumn(table, name)} set not null;`,
            `${alterTable(table)} drop constraint ${check};`,
          ],
        },
      ]
    }),
}

const isProven = (known: Known, table: Name, column: string) =>
  [...(tableIn(known, table)?.constraints.values() ?? [])].some(({ notNullOf, valid }) => notNullOf === column && valid)
