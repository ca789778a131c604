import type { Node } from '@supabase/pg-parser/17/types'
import type { Fact } from '../../model/fact.ts'
import type { PendingMigration, Prediction, Verdict } from '../../model/preflight.ts'
import type { Surrounding } from '../../model/surrounding.ts'
import { placeAt, type ParsedMigration } from '../parse/migration.ts'
import { unitsOf, type SqlParser } from '../parse/parser.ts'
import { BREAKPOINT } from '../parse/split.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { aroundFrom } from './around.ts'
import { bodyOf, guardedIn, touch } from './block.ts'
import { familyOf, kindOf } from './registry.ts'
import { unsettle } from './held.ts'
import { doubt, type Remark } from './remark.ts'
import { stepsOf } from './steps.ts'
import { wayOut } from './way-out.ts'
import { worldFrom, type World } from './world.ts'

export interface SimulateRequest {
  /** The live catalog, all of it but comments. */
  facts: Iterable<Fact>
  /** What no fact tells of, of the names that namesIn(pending) lists. */
  around: readonly Surrounding[]
  parser: SqlParser
  /** server_version_num */
  server: number
  /** The migrations that Drizzle would run, in its order: all in one transaction. */
  pending: readonly ParsedMigration[]
}

export interface Simulated {
  pending: PendingMigration[]
  predictions: Prediction[]
}

/** Foretells what PostgreSQL will say to each pending statement. */
export function simulate(request: SimulateRequest): Simulated {
  const world = worldFrom(request.facts, aroundFrom(request.around), request.parser, request.server)
  const done: Simulated = { pending: [], predictions: [] }
  for (const migration of request.pending) {
    const verdicts: Record<Verdict, number> = { fails: 0, unknown: 0, data: 0, hidden: 0, ok: 0 }
    const said: Prediction[] = []
    for (const error of migration.errors) {
      const told = syntaxError(migration, error, request.server)
      verdicts[told.verdict] += 1
      said.push(told)
    }
    for (const statement of migration.statements) {
      world.origin = { by: 'statement', tag: migration.tag, statement: statement.number }
      const remarks = remarksOn(world, statement)
      const told = predictionsFrom(world, migration, statement, remarks)
      verdicts[told[0]?.verdict ?? 'ok'] += 1
      said.push(...told)
    }
    done.predictions.push(...said.toSorted((a, b) => a.statement - b.statement))
    done.pending.push({
      tag: migration.tag,
      file: migration.file,
      statements: migration.statements.length + migration.errors.length,
      verdicts,
    })
  }
  return { ...done, predictions: markMended(done.predictions) }
}

/** All but the first that fails, in the order of the files, are told as if those before had been mended. */
function markMended(predictions: readonly Prediction[]): Prediction[] {
  const first = predictions.findIndex(({ verdict }) => verdict === 'fails')
  return predictions.map((prediction, i) =>
    first !== -1 && i > first ? { ...prediction, asIfMended: true } : prediction,
  )
}

/** Simulates one statement on the world, and leaves the world as it would be. */
export function remarksOn(world: World, { node, sql }: Pick<ParsedStatement, 'node' | 'sql'>): Remark[] {
  if ('DoStmt' in node) {
    const guarded = guardedIn(world, node.DoStmt)
    if (guarded === null) {
      unsettle(world)
      touch(world, bodyOf(node.DoStmt), 'a DO block before it runs statements that it makes up')
      return [doubt('what a DO block does is not simulated')]
    }
    const remarks = stepped(world, guarded.node)
    const fails = remarks.find((remark) => remark.kind === 'fault')
    if (!fails || (guarded.swallowed !== null && !guarded.swallowed.includes(fails.sqlstate))) return remarks
    return []
  }
  const remarks = stepped(world, node)
  if (!familyOf(node)) touch(world, sql, `a ${kindOf(node)} before it is not simulated`)
  if (CHANGES_RIGHTS.has(kindOf(node))) unsettle(world)
  return remarks
}

/** Statements, none of them simulated, after which another role may run the rest, or the same with other rights. */
const CHANGES_RIGHTS: ReadonlySet<string> = new Set([
  'GrantRoleStmt',
  'AlterRoleStmt',
  'AlterOwnerStmt',
  'ReassignOwnedStmt',
  'DropOwnedStmt',
  'DropRoleStmt',
  'CallStmt',
  'ExecuteStmt',
  'DiscardStmt',
])

function stepped(world: World, node: Node): Remark[] {
  const family = familyOf(node)
  if (!family) return [doubt(`${kindOf(node).replace(/Stmt$/, '')} is not simulated`)]
  const remarks: Remark[] = []
  for (const step of stepsOf(node)) {
    if (!remarks.some(({ kind }) => kind === 'fault')) remarks.push(...untilFault(family.check(world, step)))
    family.apply(world, step)
  }
  return remarks
}

function untilFault(remarks: Iterable<Remark>): Remark[] {
  const said: Remark[] = []
  for (const remark of remarks) {
    said.push(remark)
    if (remark.kind === 'fault') break
  }
  return said
}

/** The verdict of some remarks, the gravest first: one fault, else what is not known, else what the data decides. */
export function gravest(remarks: readonly Remark[]): Remark[] {
  for (const kind of ['fault', 'doubt', 'data', 'hidden'] as const) {
    const found = remarks.filter((remark) => remark.kind === kind)
    if (found.length > 0) return found.slice(0, 1)
  }
  return []
}

const VERDICTS = { fault: 'fails', doubt: 'unknown', data: 'data', hidden: 'hidden' } as const

function predictionsFrom(
  world: World,
  migration: ParsedMigration,
  statement: ParsedStatement,
  remarks: readonly Remark[],
): Prediction[] {
  return gravest(remarks).map((remark): Prediction => {
    const at = remark.kind === 'fault' && remark.at !== undefined ? unitsOf(statement.sql)(remark.at) : 0
    const place = placeAt(migration.text, statement.start + at)
    const { cause, mend } = wayOut(world, remark, statement)
    return {
      migration: migration.tag,
      file: migration.file,
      statement: statement.number,
      ...place,
      verdict: VERDICTS[remark.kind],
      sqlstate: remark.kind === 'fault' ? remark.sqlstate : null,
      message: remark.kind === 'fault' ? remark.message : remark.kind === 'doubt' ? remark.reason : remark.what,
      detail: (remark.kind === 'fault' && remark.detail) || null,
      hint: (remark.kind === 'fault' && remark.hint) || null,
      excerpt: lineAt(migration.text, place.line),
      asIfMended: false,
      cause,
      mend,
    }
  })
}

const lineAt = (text: string, line: number): string =>
  (text.split('\n')[line - 1] ?? '').replace(/\r$/, '').replace(BREAKPOINT, '')

/** The parser is PostgreSQL 17's: what it does not read a newer server may. */
const PARSER = 180_000

function syntaxError(
  { tag, file, text }: ParsedMigration,
  error: ParsedMigration['errors'][number],
  server: number,
): Prediction {
  const { statement, line, column, message } = error
  const newer = server >= PARSER
  return {
    migration: tag,
    file,
    statement,
    line,
    column,
    verdict: newer ? 'unknown' : 'fails',
    sqlstate: newer ? null : error.sqlstate,
    message: newer
      ? `PostgreSQL 17 would say: ${message}; whether the target's newer version reads it is not known`
      : message,
    detail: null,
    hint: null,
    excerpt: lineAt(text, line),
    asIfMended: false,
    cause: null,
    mend: newer ? [] : ['-- write the statement as PostgreSQL reads it'],
  }
}
