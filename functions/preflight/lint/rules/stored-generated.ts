import { behindColumn } from '../../known/column.ts'
import { primaryKeyOf } from '../../known/known.ts'
import { declaredIn } from '../../tree/alter.ts'
import { ident, written } from '../../tree/name.ts'
import { typeOf, typeText } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { alterTable, batched, parenthesised } from '../text.ts'

/** ADD COLUMN … GENERATED … STORED. */
export const storedGenerated: Rule = {
  id: 'stored-generated',
  title: 'A new stored expression makes PostgreSQL write every row',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD COLUMN … GENERATED ALWAYS AS (…) STORED.',
  why: 'The expression is computed and written for every row while nobody can read or write the table.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until every row is written' },
  rewrites: true,
  versions: 'from 18 on a VIRTUAL column costs nothing',
  sources: [
    'squawk adding-field-with-default',
    'eugene E11',
    'strong_migrations: adding a stored generated column',
    'pgfence',
  ],
  check: ({ statement, known }) =>
    declaredIn(statement.node).flatMap(({ table, column, name, by }) => {
      const generated = behindColumn(column, 'CONSTR_GENERATED')
      const type = typeOf(column.typeName)
      if (by !== 'add' || !generated || type === null) return []
      const expression = parenthesised(statement.sql, generated.location ?? 0)
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: column.location,
          message: `${name} is computed and written for every row of ${written(table)} under ACCESS EXCLUSIVE`,
          recipe: [
            `${alterTable(table)} add column ${ident(name)} ${typeText(type)};`,
            '-- keep it for new rows by a trigger before insert or update, or read the expression through a view; then',
            ...batched(table, `${ident(name)} = ${expression}`, `${ident(name)} is null`, primaryKeyOf(known, table)),
          ],
        },
      ]
    }),
}
