import { visible } from '../../functions/views/text/lines.ts'
import { table } from '../../functions/views/text/table.ts'
import { count } from '../../functions/views/words/text.ts'
import type { Row } from '../../functions/collect/session.ts'

/** A value as PostgreSQL's drivers give it, as text; null for NULL. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Rows as an aligned table, NULL as `null`; numbers stand to the right. */
export function rowsTable(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {})
  const columns = names.map((heading) => ({
    heading: visible(heading),
    right: rows.every((row) => row[heading] === null || typeof row[heading] === 'number'),
  }))
  const cells = rows.map((row) =>
    names.map((name) => ({ text: visible(textOf(row[name]) ?? 'null').replaceAll('\n', '⏎') })),
  )
  return [...(names.length === 0 ? [] : table(columns, cells)), `(${count(rows.length, 'row')})`].join('\n')
}

/** Rows as CSV (RFC 4180), the names first; NULL is an empty field, an empty text is "". */
export function rowsCsv(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {})
  const lines = [names.map(field), ...rows.map((row) => names.map((name) => field(textOf(row[name]))))]
  return names.length === 0 ? '' : lines.map((line) => `${line.join(',')}\r\n`).join('')
}

const field = (text: string | null): string =>
  text === null ? '' : text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
