import type { LintReport, RuleAbout } from '../../model/lint.ts'
import type { TargetWeights } from '../../model/weights.ts'
import { nothingKnown, type Known } from '../known/known.ts'
import { learn } from '../known/learn.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { IGNORE_COMMENT, ignoresOf } from './ignore.ts'
import { locksOf } from './locks.ts'
import { isOpaque } from './opaque.ts'
import { lockText, type At, type Rule } from './rule.ts'
import { RULES } from './rules.ts'
import { begun, follow, type Transaction } from './transaction.ts'
import { misled, take, told } from './tell.ts'

/** A migration with its statements; `errors` are those of PostgreSQL's parser. */
export interface LintMigration {
  tag: string
  file: string
  text: string
  statements: readonly ParsedStatement[]
  errors: readonly { line: number; column: number; message: string }[]
}

export interface LintRequest {
  /** In the order in which Drizzle runs them. */
  migrations: readonly LintMigration[]
  /** Position of the first that is judged; from those before it only is learned what stands. */
  from: number
  /** `one`: those judged run in one transaction, as Drizzle 0.x runs what is pending; `each`: every file was its own deploy. */
  deploy: 'one' | 'each'
  /** What stands on the target, if it was asked; then nothing is learned from the migrations before `from`. */
  known?: Known
  /** What the target holds, if it was asked. */
  weights?: TargetWeights
  /** Schemas that PostgREST serves to everybody. */
  exposed?: readonly string[]
}

/** Judges migrations by every rule; pure. */
export function lint({
  migrations,
  from,
  deploy,
  known = nothingKnown(),
  weights,
  exposed = ['public'],
}: LintRequest): LintReport {
  const report: LintReport = {
    migrations: 0,
    statements: 0,
    files: [],
    findings: [],
    ignored: [],
    unknowns: [],
    rules: [],
  }
  const judged = migrations.slice(from)
  if (known.tables.size === 0)
    for (const { statements } of migrations.slice(0, from)) for (const { node } of statements) learn(known, node, false)
  let transaction = begun()
  let ahead: readonly ParsedStatement[] = judged.flatMap(({ statements }) => statements)
  for (const migration of judged) {
    if (deploy === 'each') {
      settle(known)
      transaction = begun()
    }
    if (deploy === 'each') ahead = migration.statements
    judge(migration, { known, transaction, ahead, weights, exposed }, report)
    ahead = ahead.slice(migration.statements.length)
  }
  const named = new Set([...report.findings, ...report.ignored].map(({ rule }) => rule))
  return { ...report, rules: [...RULES.map(aboutOf), IGNORE_COMMENT].filter(({ id }) => named.has(id)) }
}

const aboutOf = ({ id, title, severity, why, lock, sources }: Rule): RuleAbout => ({
  id,
  title,
  severity,
  why,
  lock: lock ? lockText(lock) : null,
  links: sources.filter((source) => source.startsWith('https://')),
})

/** What a deploy has made stands for the next. */
function settle(known: Known): void {
  for (const table of known.tables.values()) {
    table.pending = false
    for (const part of [...table.columns.values(), ...table.constraints.values()]) part.pending = false
  }
  for (const label of known.enums.values()) label.pending = false
}

interface Surroundings {
  known: Known
  transaction: Transaction
  /** Those of this migration, and what follows in the same deploy. */
  ahead: readonly ParsedStatement[]
  weights: TargetWeights | undefined
  exposed: readonly string[]
}

function judge(migration: LintMigration, around: Surroundings, report: LintReport): void {
  const { file, statements, text } = migration
  const { known, transaction, exposed } = around
  const { own, all } = ignoresOf(text, statements)
  const wide = all.filter((ignore) => ignore.file)
  const keys = new Map<string, number>()
  report.migrations += 1
  report.files.push(file)
  report.unknowns.push(...migration.errors.map((error) => ({ file, statement: null, ...only(error) })))
  for (const [i, statement] of statements.entries()) {
    report.statements += 1
    const ahead = around.ahead.slice(i + 1)
    const at: At = {
      statement,
      known,
      transaction,
      ahead,
      file: { tag: migration.tag, name: file, statements },
      exposed,
    }
    const ignores = [...(own.get(statement.number) ?? []), ...wide]
    for (const rule of RULES)
      for (const hit of rule.check(at)) take(rule, hit, { at, ignores, weights: around.weights, keys }, report)
    if (isOpaque(statement.node)) told(statement, file, ignores, report)
    follow(transaction, { ...statement, file }, locksOf(statement.node, known), known)
    learn(known, statement.node, true)
  }
  for (const ignore of all) report.findings.push(...misled(ignore, migration))
}

const only = ({ line, column, message }: LintMigration['errors'][number]) => ({ line, column, reason: message })
