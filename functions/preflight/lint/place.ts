import type { ParsedStatement } from '../parse/statement.ts'

/** Line and column in the file of an offset in bytes in a statement: the parser counts bytes. Without one, of its beginning. */
export function placeIn(
  { sql, line, column }: ParsedStatement,
  at: number | undefined,
): { line: number; column: number } {
  if (at === undefined || at <= 0) return { line, column }
  const before = new TextDecoder().decode(new TextEncoder().encode(sql).subarray(0, at))
  const lines = before.split('\n')
  const last = lines.at(-1) ?? ''
  return lines.length === 1
    ? { line, column: column + last.length }
    : { line: line + lines.length - 1, column: last.length + 1 }
}
