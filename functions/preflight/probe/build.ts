import { PROBE_LIMIT, type Probe, type ProbeKind } from '../../model/probe.ts'
import { primaryKeyOf, tableIn, type Known } from '../known/known.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { ident, keyOf, type Name } from '../tree/name.ts'
import { below, strings, type Node } from '../tree/node.ts'

/** What a statement is probed with. */
export interface ProbeContext {
  tag: string
  file: string
  /** What stands when the statement runs. */
  known: Known
  /** server_version_num, e.g. 170009. */
  server: number
  /** An expression of a parse tree as PostgreSQL writes it. */
  expression: (node: Node) => string
}

/** What makes one probe different from another. */
export interface Asked {
  kind: ProbeKind
  table: Name
  /** Stable: what of the table it is about. */
  subject: string
  what: string
  sqlstate: string
  /** Columns that the condition reads. */
  columns: readonly string[]
  /** Expressions of the migration that it evaluates. */
  expressions?: readonly (Node | undefined)[]
  /** SELECT → (rows); and SELECT → the key columns. */
  count: string | null
  sample: string | null
  find: string
  mends: Probe['mends']
  throws?: boolean
  reads?: Probe['reads']
  refused?: string | null
}

/** A table as SQL writes it whatever the search path is. */
export const full = ({ schema, name }: Name): string => `${ident(schema)}.${ident(name)}`

/** Counts rows up to the limit: one more than is told. */
export const counting = (rows: string): string =>
  `select count(*)::int as rows from (select 1 ${rows} limit ${PROBE_LIMIT}) as found`

/** The columns that name a row of a table: its primary key, else where it stands. */
export const keyColumns = (known: Known, table: Name): string[] => primaryKeyOf(known, table) ?? ['ctid']

/** A list of key columns as text; `of` is the alias of the table. */
export const keyList = (keys: readonly string[], of = ''): string =>
  keys.map((key) => `${of === '' ? '' : `${of}.`}${ident(key)}::text as ${ident(key)}`).join(', ')

/** Some rows by their keys. */
export const sampling = (keys: readonly string[], rows: string, of = ''): string =>
  `select ${keyList(keys, of)} ${rows} limit 5`

/** A probe of a statement. */
export function probe({ statement, at }: { statement: ParsedStatement; at: ProbeContext }, asked: Asked): Probe {
  const { known, tag, file } = at
  const { table, columns, expressions = [], refused = null, throws = false, subject, ...rest } = asked
  const keys = keyColumns(known, table).filter((key) => key !== 'ctid')
  return {
    ...rest,
    key: `probe:${asked.kind}:${tag}:${subject}`,
    tag,
    file,
    statement: statement.number,
    line: statement.line,
    column: statement.column,
    relation: full(table),
    throws,
    reads: { [full(table)]: [...new Set([...keys, ...columns])], ...asked.reads },
    calls: [
      ...new Set(
        expressions.flatMap((node) => below(node, 'FuncCall').map(({ funcname }) => strings(funcname).at(-1) ?? '')),
      ),
    ],
    changedBefore: known.rowsChanged.get(keyOf(table)) ?? known.rowsChanged.get('*') ?? null,
    refused,
  }
}

/** The columns of an expression. */
export const columnsIn = (node: Node | undefined): string[] => [
  ...new Set(below(node, 'ColumnRef').flatMap(({ fields }) => strings(fields).at(-1) ?? [])),
]

/** Columns that the target does not have yet. */
export const pendingColumns = (known: Known, table: Name, columns: readonly string[]): string[] =>
  columns.filter((column) => tableIn(known, table)?.columns.get(column)?.pending === true)
