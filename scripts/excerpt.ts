/** The beginning of a statement on one line, of at most `most` characters. */
export function excerptOf(sql: string, most: number): string {
  const line = sql.trim().replaceAll(/\s+/g, ' ')
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
