import type { SqlParser, Token } from './parser.ts'

/** One SQL statement of a migration file, before it is parsed. */
export interface Statement {
  sql: string
  /** From 1, counted in the file. */
  number: number
  /** Line on which it begins, from 1. */
  line: number
  /** Offset at which it begins in the file, in UTF-16 units. */
  start: number
  /** The text up to the first statement-breakpoint counts as one chunk, and so on: what Drizzle sends at a time. */
  chunk: number
}

export const BREAKPOINT = '--> statement-breakpoint'

/** A piece of a file between two breakpoints, with the offset at which it begins. */
interface Chunk {
  sql: string
  start: number
}

/** What Drizzle sends at a time: it splits at every breakpoint, even inside a string. */
export function chunksOf(text: string): Chunk[] {
  let start = 0
  return text.split(BREAKPOINT).map((sql) => {
    const chunk = { sql, start }
    start += sql.length + BREAKPOINT.length
    return chunk
  })
}

/** Splits a file into statements, by PostgreSQL's own scanner; a chunk that cannot be scanned stays whole. */
export function splitStatements(parser: SqlParser, text: string): Statement[] {
  const statements: Statement[] = []
  let [line, counted] = [1, 0]
  for (const [chunk, { sql, start }] of chunksOf(text).entries()) {
    for (const piece of piecesOf(parser, sql)) {
      line += lineBreaks(text.slice(counted, start + piece.start))
      counted = start + piece.start
      statements.push({ sql: piece.sql, number: statements.length + 1, line, start: counted, chunk })
    }
  }
  return statements
}

/** How many lines end in a text. */
export const lineBreaks = (text: string): number => text.split('\n').length - 1

function piecesOf(parser: SqlParser, sql: string): Chunk[] {
  const tokens = significantTokens(parser, sql)
  if (tokens === null) return sql.trim() === '' ? [] : [wholeOf(sql)]
  const pieces: Chunk[] = []
  let first: Token | null = null
  // BEGIN ATOMIC … END of a function: semicolons inside it end nothing. CASE has an END of its own.
  let depth = 0
  for (const token of tokens) {
    first ??= token
    if (token.kind === 'ATOMIC' || (token.kind === 'CASE' && depth > 0)) depth += 1
    if (token.kind === 'END_P' && depth > 0) depth -= 1
    if (token.kind !== 'ASCII_59' || depth > 0) continue
    if (first !== token) pieces.push({ sql: sql.slice(first.start, token.start), start: first.start })
    first = null
  }
  if (first) pieces.push({ sql: sql.slice(first.start), start: first.start })
  return pieces
}

const wholeOf = (sql: string): Chunk => ({ sql: sql.trim(), start: sql.length - sql.trimStart().length })

/** The tokens of some SQL without its comments; null where PostgreSQL's scanner refuses it. */
export function significantTokens(parser: SqlParser, sql: string): Token[] | null {
  const tokens = parser.scan(sql)
  return tokens && tokens.filter(({ kind }) => kind !== 'SQL_COMMENT' && kind !== 'C_COMMENT')
}
