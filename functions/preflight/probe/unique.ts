import type { Probe } from '../../model/probe.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { ident, type Name } from '../tree/name.ts'
import type { Node } from '../tree/node.ts'
import { columnsIn, full, keyColumns, keyList, pendingColumns, probe, type ProbeContext } from './build.ts'
import { PROBE_LIMIT } from '../../model/probe.ts'

/** What is to be unique. */
export interface UniqueKey {
  table: Name
  name: string
  /** Each a column or an expression. */
  parts: readonly { column: string | null; node: Node | undefined; collation?: string }[]
  predicate?: Node | undefined
  nullsNotDistinct: boolean
  only: string
}

/** Groups of rows that share a key which is to be unique. */
export function uniqueProbe(statement: ParsedStatement, at: ProbeContext, key: UniqueKey): Probe[] {
  const { table, name, parts, predicate, nullsNotDistinct, only } = key
  const columns = [
    ...parts.flatMap(({ column, node }) => (column === null ? columnsIn(node) : [column])),
    ...columnsIn(predicate),
  ]
  const pending = pendingColumns(at.known, table, columns)
  const texts = parts.map(
    ({ column, node, collation = '' }) =>
      (column === null && node ? `(${at.expression(node)})` : ident(column ?? '')) + collation,
  )
  const conditions = [
    ...(predicate ? [`(${at.expression(predicate)})`] : []),
    ...(nullsNotDistinct ? [] : texts.map((text) => `${text} is not null`)),
  ]
  const rows = `from ${only}${full(table)}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`
  const list = texts.join(', ')
  const keys = keyColumns(at.known, table)
  const twice = `(select ${keys.map(ident).join(', ')}, count(*) over (partition by ${list}) as times ${rows}) as counted where times > 1`
  const first = keys.map(ident).join(', ')
  return [
    probe(
      { statement, at },
      {
        kind: 'unique',
        table,
        subject: `${full(table)}.${name}`,
        what: `keys (${list}) that ${full(table)} has more than once`,
        sqlstate: '23505',
        columns,
        expressions: [predicate, ...parts.map(({ node }) => node)],
        count: `select count(*)::int as rows from (select 1 ${rows} group by ${list} having count(*) > 1 limit ${PROBE_LIMIT}) as found`,
        sample: `select ${keyList(keys)} from ${twice} limit 5`,
        throws: true,
        find: `select ${list}, count(*) ${rows} group by ${list} having count(*) > 1 order by count(*) desc;`,
        mends: [
          {
            title: 'keep the first of each, and let the others go (what refers to them must be brought over before)',
            sql: `delete from ${full(table)} where (${first}) in (select ${first} from (select ${first}, row_number() over (partition by ${list} order by ${first}) as nth ${rows}) as numbered where nth > 1);`,
          },
        ],
        refused: pending.length > 0 ? `${pending.join(', ')} is made by the same deploy` : null,
      },
    ),
  ]
}
