import { behindColumn } from '../../known/column.ts'
import { declaredIn } from '../../tree/alter.ts'
import { ident, made, written } from '../../tree/name.ts'
import { isSerial, typeOf } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { alterColumn, alterTable } from '../text.ts'

/** ADD COLUMN … serial or identity numbers every row. */
export const addSequenceColumn: Rule = {
  id: 'add-sequence-column',
  title: 'A new numbered column makes PostgreSQL write every row',
  severity: 'medium',
  weighs: 'rows',
  looks: 'ADD COLUMN … serial, bigserial or GENERATED … AS IDENTITY.',
  why: 'Every row gets its number at once: the table is written again while nobody can read or write it.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until every row is written' },
  rewrites: true,
  sources: [
    'squawk adding-serial-primary-key-field',
    'eugene E11',
    'strong_migrations: adding an auto-incrementing column',
    'pgfence',
  ],
  check: ({ statement }) =>
    declaredIn(statement.node).flatMap(({ table, column, name, by }) => {
      const type = typeOf(column.typeName)
      if (by !== 'add' || type === null || !(isSerial(type) || behindColumn(column, 'CONSTR_IDENTITY'))) return []
      const sequence = made(table.name, name, 'seq')
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: column.location,
          message: `${name} numbers every row of ${written(table)} under ACCESS EXCLUSIVE`,
          recipe: [
            `${alterTable(table)} add column ${ident(name)} bigint;`,
            `create sequence ${ident(sequence)} owned by ${written(table)}.${ident(name)};`,
            `${alterColumn(table, name)} set default nextval('${ident(sequence)}');`,
            '-- then number the old rows in batches, make it NOT NULL through a validated check, and add the key using an index',
          ],
        },
      ]
    }),
}
