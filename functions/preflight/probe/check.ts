import type { Constraint } from '@supabase/pg-parser/17/types'
import type { Probe } from '../../model/probe.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import type { Name } from '../tree/name.ts'
import { columnsIn, counting, full, keyColumns, pendingColumns, probe, sampling, type ProbeContext } from './build.ts'

/** Rows for which a CHECK is false; null is no failure. */
export function checkProbe(
  statement: ParsedStatement,
  at: ProbeContext,
  table: Name,
  name: string,
  node: Constraint,
  only: string,
): Probe[] {
  if (!node.raw_expr) return []
  const columns = columnsIn(node.raw_expr)
  const pending = pendingColumns(at.known, table, columns)
  const expression = at.expression(node.raw_expr)
  const rows = `from ${node.is_no_inherit ? 'only ' : only}${full(table)} where (${expression}) is false`
  return [
    probe(
      { statement, at },
      {
        kind: 'check',
        table,
        subject: `${full(table)}.${name}`,
        what: `rows of ${full(table)} for which ${expression} is false`,
        sqlstate: '23514',
        columns,
        expressions: [node.raw_expr],
        count: counting(rows),
        sample: sampling(keyColumns(at.known, table), rows),
        throws: true,
        find: `select * ${rows};`,
        mends: [
          { title: 'put them right', sql: `update ${full(table)} set … where (${expression}) is false;` },
          { title: 'or hold only new rows to it', sql: `${statement.sql.trim().replace(/;$/, '')} not valid;` },
        ],
        refused: pending.length > 0 ? `${pending.join(', ')} is made by the same deploy` : null,
      },
    ),
  ]
}
