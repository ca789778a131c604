import { ident, columnList, written, type Name } from '../tree/name.ts'
import type { Added } from '../tree/alter.ts'

/** Drizzle has no way to run a statement outside of a transaction. */
export const OUTSIDE =
  '-- before the deploy, with psql: Drizzle runs migrations in a transaction, and there CONCURRENTLY is refused'
export const THEN = '-- then the migration finds it there and has nothing to wait for:'
export const NEXT_DEPLOY = '-- in a later deploy, so that it is another transaction:'

/** What stands in the first parentheses after an offset in bytes; '' where there are none. */
export function parenthesised(sql: string, at: number): string {
  const text = new TextDecoder().decode(new TextEncoder().encode(sql).subarray(Math.max(at, 0)))
  const from = text.indexOf('(')
  if (from === -1) return ''
  let depth = 0
  for (const { 0: token, index } of text.slice(from).matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
    if (token === '(') depth += 1
    if (token !== ')') continue
    depth -= 1
    if (depth === 0) return text.slice(from + 1, from + index)
  }
  return ''
}

const ACTIONS: Readonly<Record<string, string>> = { c: 'cascade', n: 'set null', d: 'set default', r: 'restrict' }

const on = (event: string, action: string | undefined): string =>
  ACTIONS[action ?? ''] === undefined ? '' : ` on ${event} ${ACTIONS[action ?? '']}`

/** A foreign key as SQL writes it, without its name. */
export function foreignKeyText(
  { node, columns }: Pick<Added, 'node' | 'columns'>,
  refers: Name,
  to: readonly string[],
): string {
  const target = to.length > 0 ? ` (${columnList(to)})` : ''
  const match = node.fk_matchtype === 'f' ? ' match full' : ''
  return (
    `foreign key (${columnList(columns)}) references ${written(refers)}${target}${match}` +
    `${on('delete', node.fk_del_action)}${on('update', node.fk_upd_action)}`
  )
}

/** `alter table t`, with its name as SQL writes it. */
export const alterTable = (table: Name): string => `alter table ${written(table)}`

/** `alter table t alter column c`. */
export const alterColumn = (table: Name, column: string): string => `${alterTable(table)} alter column ${ident(column)}`

/** Statement text without its semicolon, with one. */
export const closed = (sql: string): string => `${sql.trim().replace(/;$/, '')};`

/** Rows written again a batch at a time, each in a transaction of its own. */
export const batched = (table: Name, set: string, where: string, key: readonly string[] | null): string[] => {
  const by = columnList(key ?? ['ctid'])
  const row = key === null || key.length === 1 ? by : `(${by})`
  return [
    '-- in batches, each committed by itself, until it says UPDATE 0; not in a migration:',
    `update ${written(table)} set ${set} where ${row} in (select ${by} from ${written(table)} where ${where} limit 5000 for update skip locked);`,
  ]
}
