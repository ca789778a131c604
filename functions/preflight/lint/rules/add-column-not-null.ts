import { behindColumn, isNotNull } from '../../known/column.ts'
import { declaredIn } from '../../tree/alter.ts'
import { ident, made, written } from '../../tree/name.ts'
import { isSerial, typeOf, typeText } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { alterColumn, alterTable, batched, NEXT_DEPLOY } from '../text.ts'
import { primaryKeyOf } from '../../known/known.ts'

/** ADD COLUMN … NOT NULL without a default: fails as soon as there is a row. */
export const addColumnNotNull: Rule = {
  id: 'add-column-not-null',
  title: 'A new column may not be null, and has no value for the rows that are there',
  severity: 'high',
  weighs: 'rows',
  looks: 'ADD COLUMN … NOT NULL without DEFAULT, identity or expression.',
  why: 'It fails with 23502 where the table has a single row, and the running application, which does not know the column, cannot insert.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until every row is read' },
  sources: ['squawk adding-required-field', 'pgfence', 'strong_migrations: adding a column with NOT NULL'],
  check: ({ statement, known }) =>
    declaredIn(statement.node).flatMap(({ table, column, name, by }) => {
      const type = typeOf(column.typeName)
      const filled = (['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'] as const).some((of) =>
        behindColumn(column, of),
      )
      if (by !== 'add' || !isNotNull(column) || filled || type === null || isSerial(type)) return []
      const check = ident(made(table.name, name, 'not_null'))
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: column.location,
          message: `${name} is NOT NULL without a default: adding it fails (23502) if ${written(table)} has a row`,
          recipe: [
            `${alterTable(table)} add column ${ident(name)} ${typeText(type)};`,
            '-- deploy the application that writes it, then give the old rows their value:',
            ...batched(table, `${ident(name)} = …`, `${ident(name)} is null`, primaryKeyOf(known, table)),
            `${alterTable(table)} add constraint ${check} check (${ident(name)} is not null) not valid;`,
            NEXT_DEPLOY,
            `${alterTable(table)} validate constraint ${check};`,
            `${alterColumn(table, name)} set not null;`,
            `${alterTable(table)} drop constraint ${check};`,
          ],
        },
      ]
    }),
}
