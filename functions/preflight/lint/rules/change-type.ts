import { primaryKeyOf, tableIn } from '../../known/known.ts'
import { keepsBytes } from '../../tree/bytes.ts'
import { stepsOf } from '../../tree/alter.ts'
import { ident, made, written } from '../../tree/name.ts'
import { typeOf, typeText } from '../../tree/type.ts'
import type { Rule } from '../rule.ts'
import { alterColumn, alterTable, batched } from '../text.ts'

/** ALTER COLUMN TYPE that writes every row again. */
export const changeType: Rule = {
  id: 'change-type',
  title: 'A change of type writes every row while the table is locked',
  severity: 'medium',
  weighs: 'rows',
  looks:
    'ALTER COLUMN … TYPE, but for changes that keep the bytes: a longer varchar, varchar to text, more digits of the same scale.',
  why: 'Every row and every index is written again while nobody can read or write the table, and the running application may not expect the new type.',
  lock: { mode: 'AccessExclusiveLock', lasts: 'until every row and index is written' },
  rewrites: true,
  versions: 'timestamp to timestamptz keeps the bytes from 12 on, in a session whose time zone is UTC',
  sources: [
    'squawk changing-column-type',
    'eugene E5, E10',
    'strong_migrations: changing the type of a column',
    'pgfence',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
  ],
  check: ({ statement, known }) =>
    stepsOf(statement.node, 'AT_AlterColumnType').flatMap(({ table, name, definition }) => {
      const to = typeOf(definition?.typeName)
      const from = tableIn(known, table)?.columns.get(name)?.type ?? null
      if (to === null || (from !== null && keepsBytes(from, to))) return []
      const next = made(name, 'new')
      return [
        {
          subject: `${written(table)}.${name}`,
          table,
          at: definition?.location,
          ...(from === null ? { severity: 'low' as const } : {}),
          message:
            from === null
              ? `${name} becomes ${typeText(to)}; what it is now is not known, so that all rows of ${written(table)} may be rewritten`
              : `${name} from ${typeText(from)} to ${typeText(to)} rewrites all rows of ${written(table)} under ACCESS EXCLUSIVE`,
          recipe: [
            `${alterTable(table)} add column ${ident(next)} ${typeText(to)};`,
            '-- write both from the application or by a trigger, then',
            ...batched(
              table,
              `${ident(next)} = ${ident(name)}::${typeText(to)}`,
              `${ident(next)} is null`,
              primaryKeyOf(known, table),
            ),
            '-- once all instances read the new one:',
            `${alterTable(table)} rename column ${ident(name)} to ${ident(made(name, 'old'))}; ${alterTable(table)} rename column ${ident(next)} to ${ident(name)};`,
            `-- where a short outage is no harm: ${alterColumn(table, name)} type ${typeText(to)}`,
          ],
        },
      ]
    }),
}
