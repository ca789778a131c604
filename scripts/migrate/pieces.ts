import { placeAt } from '../../functions/preflight/parse/migration.ts'
import type { MigrationFile } from '../blueprint/migration-file.ts'
import { chunksOf, statementsOf, type Statement } from '../blueprint/statements.ts'
import { endsTransaction, startsTransaction } from '../blueprint/transactions.ts'
import { excerptOf } from '../excerpt.ts'

/** What is sent to PostgreSQL at a time. */
export interface Piece {
  sql: string
  /** Offset at which it begins in the file, in UTF-16 units. */
  start: number
  /** The statements in it. */
  statements: Pick<Statement, 'number' | 'line' | 'start'>[]
  excerpt: string
  /**
   * What it does to the transaction that it runs in, by a literal COMMIT, ROLLBACK or BEGIN; renew: ends one and begins
   * another; null: nothing.
   */
  ends: 'commit' | 'rollback' | 'begin' | 'renew' | null
}

/**
 * A migration in the pieces in which Drizzle sends it. In a transaction, the statements between two breakpoints are sent
 * one by one, which is the same to PostgreSQL and names the one that fails; where one of them ends the transaction they
 * go together, as Drizzle sends them: what follows a COMMIT in one query is a transaction of its own.
 */
export async function piecesOf({ text }: MigrationFile, transaction: 'one' | 'none'): Promise<Piece[]> {
  const source = text ?? ''
  const statements = await statementsOf(source)
  return chunksOf(source).flatMap(({ sql, start }, chunk): Piece[] => {
    const own = statements.filter((statement) => statement.chunk === chunk)
    const ends = endOf(own)
    if (own.length === 0) return []
    if (transaction === 'none' || ends !== null)
      return [{ sql, start, statements: own, excerpt: excerptOf(own[0]?.sql ?? sql, 100), ends }]
    return own.map((statement) => ({
      sql: statement.sql,
      start: statement.start,
      statements: [statement],
      excerpt: excerptOf(statement.sql, 100),
      ends: null,
    }))
  })
}

function endOf(statements: readonly Statement[]): Piece['ends'] {
  let ends: Piece['ends'] = null
  for (const { sql } of statements) {
    if (endsTransaction(sql)) ends = /^(?:rollback|abort)/i.test(sql) ? 'rollback' : 'commit'
    else if (startsTransaction(sql)) ends = ends === null || ends === 'begin' ? 'begin' : 'renew'
  }
  return ends
}

/** Of a place in a piece (characters from 1, as PostgreSQL counts): the statement, and line, column and text of the file. */
export function placeIn(
  { sql, start, statements }: Piece,
  text: string,
  position: number | null,
): { statement: number; line: number; column: number | null; text: string } {
  const [first] = statements
  const within = position === null ? null : [...sql].slice(0, position - 1).join('').length
  const offset = within === null ? (first?.start ?? start) : start + within
  const { line, column } = placeAt(text, offset)
  const own = statements.findLast((statement) => statement.start <= offset) ?? first
  return {
    statement: own?.number ?? 1,
    line,
    column: position === null ? null : column,
    text: (text.split('\n')[line - 1] ?? '').trimEnd(),
  }
}
