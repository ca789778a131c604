import { PgParser } from '@supabase/pg-parser'

/** One SQL statement of a migration file. */
export interface Statement {
  sql: string
  /** From 1, counted in the file. */
  number: number
  /** Line on which it begins, from 1. */
  line: number
  /** The text up to the first statement-breakpoint counts as one chunk, and so on: what Drizzle sends at a time. */
  chunk: number
}

const parser = new PgParser({ version: 17 })
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
export async function statementsOf(text: string): Promise<Statement[]> {
  const statements: Statement[] = []
  let [line, counted] = [1, 0]
  for (const [chunk, { sql, start }] of chunksOf(text).entries()) {
    for (const piece of await piecesOf(sql)) {
      line += lineBreaks(text.slice(counted, start + piece.start))
      counted = start + piece.start
      statements.push({ sql: piece.sql, number: statements.length + 1, line, chunk })
    }
  }
  return statements
}

/** How many lines end in a text. */
export const lineBreaks = (text: string): number => text.split('\n').length - 1

async function piecesOf(sql: string): Promise<Chunk[]> {
  const tokens = await tokensOf(sql)
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

interface Token {
  kind: string
  text: string
  /** Offset in UTF-16 units, as strings are sliced. */
  start: number
}

/** The tokens of some SQL without its comments; null where PostgreSQL's scanner refuses it. */
export async function tokensOf(sql: string): Promise<Token[] | null> {
  const { tokens, error } = await parser.scan(sql)
  if (error) return null
  const toUnits = unitsOf(sql)
  return tokens
    .filter(({ kind }) => kind !== 'SQL_COMMENT' && kind !== 'C_COMMENT')
    .map(({ kind, text, start }) => ({ kind, text, start: toUnits(start) }))
}

/** The scanner counts bytes, strings count UTF-16 units. Offsets must be asked for in ascending order. */
function unitsOf(sql: string): (byte: number) => number {
  const bytes = Buffer.from(sql)
  if (bytes.length === sql.length) return (byte) => byte
  let [fromByte, fromUnit] = [0, 0]
  return (byte) => {
    fromUnit += bytes.subarray(fromByte, byte).toString('utf8').length
    fromByte = byte
    return fromUnit
  }
}
