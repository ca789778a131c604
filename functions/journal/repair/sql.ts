import type { JournalTable } from '../../model/question.ts'
import { sha256 } from '../../model/parts.ts'
import type { JournalRows } from '../../model/journal.ts'
import type { JournalRow } from '../../model/prediction.ts'
import type { RowChange } from './change.ts'
import { identifier, literal, quoted } from '../../model/sql.ts'

/** What tells one database from all others. */
export interface Identity {
  database: string
  /** Of the cluster: pg_control_system(); null where the role may not ask. */
  system: string | null
}

export interface RepairSql {
  /** What is to be done, for the first line. */
  what: string
  identity: Identity
  table: JournalTable
  /** Columns of the table; those of Drizzle where it is not there yet. */
  columns: readonly string[]
  before: JournalRows
  changes: readonly RowChange[]
  after: JournalRows
}

const orNull = (value: string | number | null) =>
  value === null ? 'null' : typeof value === 'number' ? String(value) : literal(value)
const rowsOf = (rows: JournalRows) => (rows.state === 'read' ? rows.rows : [])

/** Columns that a line of the digest holds. Ids of new rows are not known before: the digest of what is to be leaves them out. */
const lineColumns = (columns: readonly string[], withId: boolean) =>
  ['id', 'hash', 'created_at', 'name'].filter((column) => columns.includes(column) && (withId || column !== 'id'))

const valueOf = (row: JournalRow, column: string) =>
  column === 'id' ? row.id : column === 'hash' ? row.hash : column === 'name' ? row.name : row.createdAt

/** SHA-256 of some rows, whatever their order, as digestSql makes it. */
export async function digestOf(
  rows: readonly JournalRow[],
  columns: readonly string[],
  withId: boolean,
): Promise<string> {
  const of = lineColumns(columns, withId)
  const lines = rows.map((row) => of.map((column) => String(valueOf(row, column))).join(' '))
  return sha256(inByteOrder(lines).join('\n'))
}

/** As the collation C sorts: by code points, which is the order of UTF-8. */
const inByteOrder = (lines: readonly string[]) => lines.toSorted((a, b) => compareCodePoints([...a], [...b]))
function compareCodePoints(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((char, i) => char !== b[i])
  if (at === -1) return a.length - b.length
  return (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? -1)
}

const digestSql = (table: JournalTable, columns: readonly string[], withId: boolean) => {
  const line = lineColumns(columns, withId).map((column) => `coalesce(${identifier(column)}::text, 'null')`)
  return (
    `encode(sha256(convert_to(coalesce((select string_agg(line, e'\\n' order by line collate "C") ` +
    `from (select ${line.join(` || ' ' || `)} as line from ${quoted(table)}) lines), ''), 'UTF8')), 'hex')`
  )
}

/**
 * The script that changes the journal: one transaction, which raises before it changes anything unless it is the expected
 * database with the expected rows, and once more unless the rows are then as planned. The table is locked meanwhile, so
 * that no deploy writes in between.
 */
export async function repairSql(repair: RepairSql): Promise<string> {
  const { what, table, columns, before, changes, after } = repair
  const count = rowsOf(before).length
  const [then, planned] = [rowsOf(before), rowsOf(after)]
  const expected = await digestOf(then, columns, true)
  const wanted = await digestOf(planned, columns, false)
  const absent = before.state === 'absent'
  const rowsCheck = absent
    ? check(
        `to_regclass(${literal(quoted(table))}) is null`,
        'the journal table is there by now; plan the repair again',
      )
    : check(
        `(select count(*) from ${quoted(table)}) = ${count} and ${digestSql(table, columns, true)} = '${expected}'`,
        `the journal has changed since this was planned for its ${count} rows; plan the repair again`,
      )
  return [
    `-- plumbline journal repair: ${what.replaceAll(/\s+/g, ' ')}`,
    'begin;',
    "set local lock_timeout = '5s';",
    "set local search_path = '';",
    ...(absent ? [] : [`lock table ${quoted(table)} in share row exclusive mode;`]),
    '-- only on the database, and on the rows, that this was planned for',
    block([...identityChecks(repair.identity), rowsCheck]),
    ...(absent ? creating(table, columns) : []),
    ...changes.map((change) => statement(change, table, columns)),
    '-- only if the rows are now as planned',
    block([
      check(
        `${digestSql(table, columns, false)} = '${wanted}'`,
        'the rows did not become what was planned; nothing was changed',
      ),
    ]),
    'commit;',
  ].join('\n')
}

const check = (condition: string, otherwise: string) =>
  `  if not coalesce((${condition}), false) then\n    raise exception using message = ${literal(`plumbline: ${otherwise}`)};\n  end if;`

/** A DO block, quoted with dollars that nothing in it holds. */
function block(checks: readonly string[]): string {
  const body = `\nbegin\n${checks.join('\n')}\nend\n`
  const tag = ['$plumbline$', '$plumbline_1$', '$plumbline_2$'].find((text) => !body.includes(text)) ?? '$$'
  return `do ${tag}${body}${tag};`
}

/** Raises unless it runs on the database, and the server, that a script was planned for. */
export const identitySql = (identity: Identity): string => block(identityChecks(identity))

function identityChecks({ database, system }: Identity): string[] {
  const own = check(`current_database() = ${literal(database)}`, `this is not the database ${database}`)
  if (system === null) return [own]
  // Asked only where the role may: a function that is not run is not checked.
  const same = check(
    `(select c.system_identifier::text from pg_catalog.pg_control_system() c) = ${literal(system)}`,
    'this is another server than the one it was planned for',
  )
  return [
    own,
    `  if has_function_privilege('pg_catalog.pg_control_system()', 'execute') then\n${indent(same)}\n  end if;`,
  ]
}

const indent = (text: string) =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')

/** The statements that make the table as Drizzle itself makes it: of 0.x, or with the columns of 1.0. */
export const creating = (table: JournalTable, columns: readonly string[]): string[] => [
  `create schema if not exists ${identifier(table.schema)};`,
  `create table ${quoted(table)} (id serial primary key, hash text not null, created_at bigint${
    columns.includes('name') ? ', name text, applied_at timestamp with time zone default now()' : ''
  });`,
]

function statement(change: RowChange, table: JournalTable, columns: readonly string[]): string {
  const named = columns.includes('name')
  if (change.do === 'insert') {
    const { hash, createdAt, name: own } = change.row
    const values = [literal(hash), orNull(createdAt), ...(named ? [orNull(own)] : [])]
    return `insert into ${quoted(table)} (hash, created_at${named ? ', name' : ''}) values (${values.join(', ')}); -- ${change.tag.replaceAll(/\s+/g, ' ')}`
  }
  const where = `where id = ${orNull(change.row.id)} and hash = ${literal(change.row.hash)}`
  if (change.do === 'delete') return `delete from ${quoted(table)} ${where}; -- ${change.tag.replaceAll(/\s+/g, ' ')}`
  const set = [`created_at = ${orNull(change.to.createdAt)}`, ...(named ? [`name = ${orNull(change.to.name)}`] : [])]
  return `update ${quoted(table)} set ${set.join(', ')} ${where}; -- ${change.tag.replaceAll(/\s+/g, ' ')}`
}
