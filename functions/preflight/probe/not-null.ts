import type { Probe } from '../../model/probe.ts'
import { tableIn } from '../known/known.ts'
import { ident, type Name } from '../tree/name.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { counting, full, keyColumns, probe, sampling, type ProbeContext } from './build.ts'

/** Rows whose column is null; all rows where the same deploy adds the column and gives it no value. */
export function notNullProbe(
  statement: ParsedStatement,
  at: ProbeContext,
  table: Name,
  column: string,
  only = '',
): Probe[] {
  const own = tableIn(at.known, table)?.columns.get(column)
  if (own?.pending && own.hasDefault) return []
  if (own && !own.pending && own.notNull) return []
  const added = own === undefined ? tableIn(at.known, table) !== undefined : own.pending
  const from = `from ${only}${full(table)}`
  const rows = added ? from : `${from} where ${ident(column)} is null`
  return [
    probe(
      { statement, at },
      {
        kind: 'not-null',
        table,
        subject: `${full(table)}.${column}`,
        what: added
          ? `rows of ${full(table)}: ${column} has no value for them`
          : `rows of ${full(table)} whose ${column} is null`,
        sqlstate: '23502',
        columns: added ? [] : [column],
        count: counting(rows),
        sample: sampling(keyColumns(at.known, table), rows),
        find: `select * ${rows};`,
        mends: added
          ? [
              {
                title: 'give the column a default, or fill it before SET NOT NULL',
                sql: `alter table ${full(table)} add column ${ident(column)} … default …;`,
              },
            ]
          : [
              {
                title: 'give them a value',
                sql: `update ${full(table)} set ${ident(column)} = … where ${ident(column)} is null;`,
              },
              { title: 'or let them go', sql: `delete ${rows};` },
            ],
      },
    ),
  ]
}
