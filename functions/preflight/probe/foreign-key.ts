import type { Constraint } from '@supabase/pg-parser/17/types'
import type { Probe } from '../../model/probe.ts'
import { primaryKeyOf, stands, tableIn } from '../known/known.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { columnList, ident, keyOf, relationOf, written, type Name } from '../tree/name.ts'
import { strings } from '../tree/node.ts'
import { counting, full, keyColumns, pendingColumns, probe, sampling, type ProbeContext } from './build.ts'

/** Rows that refer to a row that there is not: orphans. */
export function foreignKeyProbe(
  statement: ParsedStatement,
  at: ProbeContext,
  table: Name,
  name: string,
  columns: readonly string[],
  node: Constraint,
): Probe[] {
  const { known } = at
  const refers = relationOf(node.pktable)
  const to = strings(node.pk_attrs).length > 0 ? strings(node.pk_attrs) : (primaryKeyOf(known, refers) ?? [])
  const own = tableIn(known, table)
  const pending = pendingColumns(known, table, columns)
  // A column without a value refers to nothing.
  const filled = known.rowsChanged.has(keyOf(table)) || known.rowsChanged.has('*')
  if (!filled && pending.some((column) => own?.columns.get(column)?.hasDefault !== true) && node.fk_matchtype !== 'f')
    return []
  const fresh = !stands(known, refers)
  const given = columns.map((column) => `o.${ident(column)} is not null`)
  const equal = columns.map((column, i) => `r.${ident(to[i] ?? '')} = o.${ident(column)}`).join(' and ')
  const missing = fresh ? 'true' : `not exists (select 1 from ${onlyOf(at, refers)}${full(refers)} as r where ${equal})`
  const mixed = `(${given.join(' or ')}) and not (${given.join(' and ')})`
  const orphan = `(${given.join(' and ')} and ${missing})${node.fk_matchtype === 'f' && columns.length > 1 ? ` or (${mixed})` : ''}`
  const rows = `from ${onlyOf(at, table)}${full(table)} as o where ${orphan}`
  const nullable = columns.filter((column) => own?.columns.get(column)?.notNull !== true)
  const asked = probe(
    { statement, at },
    {
      kind: 'foreign-key',
      table,
      subject: `${full(table)}.${name}`,
      what: `rows of ${full(table)} whose ${columnList(columns)} is in no row of ${full(refers)}`,
      sqlstate: '23503',
      columns,
      reads: fresh ? {} : { [full(refers)]: to },
      count: counting(rows),
      sample: sampling(keyColumns(known, table), rows, 'o'),
      find: `select o.* ${rows};`,
      mends: [
        { title: 'let the orphans go', sql: `delete ${rows};` },
        ...(nullable.length > 0
          ? [
              {
                title: 'or have them refer to nothing',
                sql: `update ${full(table)} as o set ${nullable.map((column) => `${ident(column)} = null`).join(', ')} where ${orphan};`,
              },
            ]
          : []),
        {
          title: 'or make the rows that they refer to (with its other columns, where those must have a value)',
          sql: `insert into ${full(refers)} (${columnList(to)}) select distinct ${columns.map((column) => `o.${ident(column)}`).join(', ')} ${rows};`,
        },
      ],
      refused: refusal(pending, to, columns, refers),
    },
  )
  const changed = known.rowsChanged.get(keyOf(refers))
  return [{ ...asked, changedBefore: asked.changedBefore ?? changed ?? null }]
}

/** A foreign key says nothing of the heirs of a plain table. */
const onlyOf = ({ known }: ProbeContext, table: Name) => (tableIn(known, table)?.kind === 'table' ? 'only ' : '')

function refusal(
  pending: readonly string[],
  to: readonly string[],
  columns: readonly string[],
  refers: Name,
): string | null {
  if (pending.length > 0) return `${pending.join(', ')} is made by the same deploy`
  return to.length === columns.length ? null : `the key of ${written(refers)} that it refers to is not known`
}
