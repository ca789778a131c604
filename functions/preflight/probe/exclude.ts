import type { Constraint } from '@supabase/pg-parser/17/types'
import type { Probe } from '../../model/probe.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { ident, type Name } from '../tree/name.ts'
import { all, as, strings } from '../tree/node.ts'
import { columnsIn, counting, full, keyColumns, pendingColumns, probe, sampling, type ProbeContext } from './build.ts'

/** Pairs of rows that an exclusion constraint forbids. */
export function excludeProbe(
  statement: ParsedStatement,
  at: ProbeContext,
  table: Name,
  name: string,
  node: Constraint,
): Probe[] {
  const parts = all(node.exclusions, 'List').map(({ items = [] }) => ({
    element: as(items[0], 'IndexElem'),
    operator: strings(as(items[1], 'List')?.items),
  }))
  const columns = parts.map(({ element }) => element?.name ?? '')
  const pending = pendingColumns(at.known, table, columns)
  const expression = columns.some((column) => column === '')
  const keys = keyColumns(at.known, table)
  const selected = [...new Set(['tableoid', 'ctid', ...keys, ...columns])].map(ident).join(', ')
  const where = node.where_clause ? ` where (${at.expression(node.where_clause)})` : ''
  const side = `(select ${selected} from ${full(table)}${where})`
  const forbidden = parts.map(
    ({ operator }, i) => `a.${ident(columns[i] ?? '')} ${operatorText(operator)} b.${ident(columns[i] ?? '')}`,
  )
  const rows = `from ${side} as a join ${side} as b on (a.tableoid, a.ctid) < (b.tableoid, b.ctid) and ${forbidden.join(' and ')}`
  return [
    probe(
      { statement, at },
      {
        kind: 'exclude',
        table,
        subject: `${full(table)}.${name}`,
        what: `pairs of rows of ${full(table)} that ${name} forbids`,
        sqlstate: '23P01',
        columns: [...columns, ...columnsIn(node.where_clause)],
        expressions: [node.where_clause],
        count: counting(rows),
        sample: sampling(keys, rows, 'a'),
        throws: true,
        find: `select a.*, b.* ${rows};`,
        mends: [{ title: 'change or let go one row of each pair', sql: `select a.*, b.* ${rows};` }],
        refused: expression
          ? 'it compares an expression'
          : pending.length > 0
            ? `${pending.join(', ')} is made by the same deploy`
            : null,
      },
    ),
  ]
}

const operatorText = (parts: readonly string[]) =>
  parts.length > 1 ? `operator(${parts.slice(0, -1).map(ident).join('.')}.${parts.at(-1)})` : (parts[0] ?? '=')
