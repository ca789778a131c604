import type { Fault } from '../../functions/model/blueprint.ts'
import type { Said } from './declared/said.ts'
import { mayDeclare } from './declared/trials.ts'
import type { Witness } from './declared/witness.ts'
import { concernedNames } from './concerned.ts'
import { withoutExtensions } from './extensions.ts'
import type { MigrationFile } from './migration-file.ts'
import type { Scratch } from './scratch.ts'
import { chunksOf, lineBreaks, statementsOf, type Statement } from './statements.ts'
import { endsTransaction, startsTransaction } from './transactions.ts'
import { excerptOf } from '../excerpt.ts'

/** What a Supabase connection starts with. */
export const SESSION = `reset session authorization; reset all; set search_path = "$user", public, extensions;`

/** Is told each statement before it runs. */
type Hearing = Pick<Witness, 'hear'>

/** What came of applying a migration: its faults, and what it says about pinned facts. */
export interface Replayed {
  faults: Fault[]
  said: Said[]
}

/**
 * Applies one migration to the scratch database: in one transaction, as Drizzle does; where that fails, statement by
 * statement, so that what can be made is made and every statement that cannot is told.
 * @param missing extensions that the scratch database lacks: their CREATE EXTENSION is passed over
 * @param witness hears each statement before it runs; by default nobody does
 */
export async function replay(
  db: Scratch,
  file: MigrationFile,
  missing: ReadonlySet<string>,
  witness: Hearing = { hear: async () => [] },
): Promise<Replayed> {
  if (file.text === null) return { faults: [], said: [] }
  const text = withoutExtensions(file.text, missing)
  const numbered = await statementsOf(file.text)
  const statements = numbered.flatMap((statement) => {
    const sql = withoutExtensions(statement.sql, missing)
    return sql.trim() === '' ? [] : [{ ...statement, sql }]
  })
  await db.exec(SESSION)
  const controlled = statements.some(({ sql }) => startsTransaction(sql) || endsTransaction(sql))
  const pieces = mayDeclare(text) ? statements : chunksOf(text)
  const atOnce = controlled ? null : await applyAtOnce(db, pieces, witness)
  if (atOnce !== null) return { faults: [], said: atOnce }
  const salvaged = (await salvage(db, statements, witness, true)) ?? (await salvage(db, statements, witness, false))
  const { failures, said } = salvaged ?? { failures: [], said: [] }
  return { faults: await Promise.all(failures.map((failure) => faultOf(file, failure))), said }
}

/** @returns what was said; null where something failed, and nothing was kept */
async function applyAtOnce(db: Scratch, pieces: readonly { sql: string }[], witness: Hearing): Promise<Said[] | null> {
  const said: Said[] = []
  await db.exec('begin')
  try {
    for (const { sql } of pieces) {
      if (sql.trim() === '') continue
      said.push(...(await witness.hear(sql, true)))
      await db.exec(sql)
    }
    await db.exec('commit')
    return said
  } catch {
    await db.exec('rollback')
    return null
  }
}

interface Failure {
  kind: 'failed' | 'not-in-transaction'
  statement: Statement
  error: unknown
}

/** Needs to run outside a transaction block (25001, 2D000), or after the new value of an enum was committed (55P04). */
const ALONE = new Set(['25001', '2D000', '55P04'])

/**
 * Runs each statement on its own, in the transaction that Drizzle opens for as long as the migration leaves it open.
 * @param within false: every statement commits by itself
 * @returns null where the commit itself was refused (a deferred constraint): nothing was kept
 */
async function salvage(
  db: Scratch,
  statements: readonly Statement[],
  witness: Hearing,
  within: boolean,
): Promise<{ failures: Failure[]; said: Said[] } | null> {
  const failures: Failure[] = []
  const said: Said[] = []
  let open = within
  if (open) await db.exec('begin')
  for (const statement of statements) {
    if (open && startsTransaction(statement.sql)) continue
    const heard = await witness.hear(statement.sql, open)
    const failure = await attempt(db, statement, open && !endsTransaction(statement.sql))
    if (failure) failures.push(failure)
    if (failure?.kind !== 'failed') said.push(...heard)
    open = startsTransaction(statement.sql) || (open && !endsTransaction(statement.sql))
  }
  const refused = await errorOf(() => db.exec('commit'))
  return refused === null ? { failures, said } : null
}

/** Runs one statement; inside a transaction so that its failure leaves the transaction usable. */
async function attempt(db: Scratch, statement: Statement, within: boolean): Promise<Failure | null> {
  if (within) await db.exec('savepoint plumbline')
  const thrown = await errorOf(() => db.exec(statement.sql))
  if (thrown === null) {
    // The statement may have ended the transaction in ways that its text does not show.
    if (within) await errorOf(() => db.exec('release savepoint plumbline'))
    return null
  }
  const failed: Failure = { kind: 'failed', statement, error: thrown.error }
  if (!within) return failed
  await db.exec('rollback to savepoint plumbline')
  if (!ALONE.has(serverError(thrown.error).sqlstate ?? '')) return failed
  await db.exec('commit')
  const again = await errorOf(() => db.exec(statement.sql))
  await db.exec('begin')
  return again ? { ...failed, error: again.error } : { ...failed, kind: 'not-in-transaction' }
}

async function errorOf(run: () => Promise<void>): Promise<{ error: unknown } | null> {
  try {
    await run()
    return null
  } catch (error) {
    return { error }
  }
}

async function faultOf(file: MigrationFile, { kind, statement, error }: Failure): Promise<Fault> {
  const { sqlstate, message, position } = serverError(error)
  const before = position === null ? '' : [...statement.sql].slice(0, position - 1).join('')
  return {
    kind,
    migration: file.tag,
    file: file.file,
    statement: statement.number,
    line: statement.line + lineBreaks(before),
    sqlstate,
    message,
    excerpt: excerptOf(statement.sql, 120),
    unknown: kind === 'failed' ? await concernedNames(statement.sql) : [],
  }
}

/** The same fields, whichever driver threw. Positions count characters from 1. */
function serverError(error: unknown): { sqlstate: string | null; message: string; position: number | null } {
  if (!(error instanceof Error)) return { sqlstate: null, message: String(error), position: null }
  const { code, position } = error as { code?: unknown; position?: unknown }
  return {
    sqlstate: typeof code === 'string' ? code : null,
    message: error.message,
    position: position === undefined || position === null || Number.isNaN(Number(position)) ? null : Number(position),
  }
}
