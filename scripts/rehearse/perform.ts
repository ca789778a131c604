import type { MigrationFile } from '../blueprint/migration-file.ts'
import { withoutExtensions } from '../blueprint/extensions.ts'
import type { Scratch } from '../blueprint/scratch.ts'
import { lineBreaks, statementsOf, type Statement } from '../blueprint/statements.ts'
import { endsTransaction, startsTransaction } from '../blueprint/transactions.ts'
import { seenBetween, sightOf, type Lock, type Sight } from './observe.ts'
import { serverError, type ServerError } from './server-error.ts'
import { excerptOf } from '../excerpt.ts'

/** What PostgreSQL said of a statement, and where. */
export interface PlacedError extends Omit<ServerError, 'position'> {
  /** In the file, from 1. */
  line: number
  /** In that line, from 1; null where PostgreSQL names no place. */
  column: number | null
  /** That line of the file. */
  text: string
}

/** A statement as it ran. */
export interface Performed {
  migration: string
  file: string
  /** From 1, counted in the file. */
  statement: number
  line: number
  excerpt: string
  ms: number
  /** Locks on what was there before, that this statement was the first to take. */
  locks: Lock[]
  /** Tables and indexes that were there before and were written anew. */
  rewritten: string[]
  error: PlacedError | null
}

export interface Performance {
  statements: Performed[]
  /** Tags of the migrations that ran to their end. */
  done: string[]
  /** What PostgreSQL said when all was to be committed; null: nothing. */
  commit: ServerError | null
  /** Tags of migrations that end Drizzle's transaction themselves: what comes after is not undone with the rest. */
  ended: string[]
}

/**
 * Runs migrations as Drizzle's migrator does, in one transaction, which it leaves open. Stops at the first error, as
 * Drizzle does.
 * @param missing extensions that this database lacks: their CREATE EXTENSION is passed over
 */
export async function perform(
  db: Scratch,
  files: readonly MigrationFile[],
  missing: ReadonlySet<string>,
): Promise<Performance> {
  const performance: Performance = { statements: [], done: [], commit: null, ended: [] }
  const first = await sightOf(db)
  let before = first
  for (const file of files) {
    for (const statement of await statementsOf(file.text ?? '')) {
      const sql = withoutExtensions(statement.sql, missing)
      if (sql.trim() === '') continue
      if (endsTransaction(sql) || startsTransaction(sql)) performance.ended.push(file.tag)
      const { done, after } = await runOne(db, file, { ...statement, sql }, before, first)
      performance.statements.push(done)
      if (done.error) return performance
      before = after
    }
    performance.done.push(file.tag)
  }
  return performance
}

async function runOne(
  db: Scratch,
  file: MigrationFile,
  statement: Statement,
  before: Sight,
  first: Sight,
): Promise<{ done: Performed; after: Sight }> {
  const about = {
    migration: file.tag,
    file: file.file,
    statement: statement.number,
    line: statement.line,
    excerpt: excerptOf(statement.sql, 100),
  }
  const started = performance.now()
  try {
    await db.exec(statement.sql)
  } catch (error) {
    const placed = placedError(serverError(error), statement, file.text ?? '')
    return { done: { ...about, ms: msSince(started), locks: [], rewritten: [], error: placed }, after: before }
  }
  const ms = msSince(started)
  const after = await sightOf(db)
  return { done: { ...about, ms, ...seenBetween(before, after, first), error: null }, after }
}

/** To a tenth of a millisecond. */
const msSince = (started: number) => Math.round((performance.now() - started) * 10) / 10

function placedError({ position, ...said }: ServerError, statement: Statement, text: string): PlacedError {
  const before = position === null ? '' : [...statement.sql].slice(0, position - 1).join('')
  const breaks = lineBreaks(before)
  const line = statement.line + breaks
  const source = text.split('\n')[line - 1] ?? ''
  const own = statement.sql.split('\n')[breaks] ?? ''
  const offset = breaks === 0 ? Math.max(source.indexOf(own), 0) : 0
  const column = position === null ? null : offset + (before.split('\n').at(-1) ?? '').length + 1
  return { ...said, line, column, text: source.trimEnd() }
}
