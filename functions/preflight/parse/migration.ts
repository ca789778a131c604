import type { SqlParser } from './parser.ts'
import { splitStatements } from './split.ts'
import type { ParsedStatement } from './statement.ts'

/** A migration file that is to be parsed. */
export interface MigrationText {
  tag: string
  /** Path inside the folder, for messages. */
  file: string
  text: string
}

/** A statement that PostgreSQL's parser refuses, wherever it is sent. Line and column from 1. */
export interface ParseError {
  statement: number
  line: number
  column: number
  sqlstate: '42601'
  message: string
}

/** A migration as PostgreSQL's own parser reads it; a statement is in one of the two lists. */
export interface ParsedMigration extends MigrationText {
  statements: ParsedStatement[]
  errors: ParseError[]
}

/** Parses a migration, statement by statement: one that is malformed does not hide the others. */
export function parseMigration(parser: SqlParser, migration: MigrationText): ParsedMigration {
  const { text } = migration
  const parsed: ParsedMigration = { ...migration, statements: [], errors: [] }
  for (const { sql, number, start, chunk } of splitStatements(parser, text)) {
    const { nodes, error } = parser.parse(sql)
    if (error !== null) {
      const { message, position } = error
      parsed.errors.push({ statement: number, ...placeAt(text, start + position), sqlstate: '42601', message })
    }
    for (const node of nodes ?? []) parsed.statements.push({ sql, number, start, chunk, node, ...placeAt(text, start) })
  }
  return parsed
}

/** Line and column, both from 1, of an offset in UTF-16 units. */
export function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
