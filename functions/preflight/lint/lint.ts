import type { LintFinding, LintReport, RuleAbout } from '../../model/lint.ts'
import { weightKey, type TargetWeights } from '../../model/weights.ts'
import { nothingKnown, stands, type Known } from '../known/known.ts'
import { learn } from '../known/learn.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { IGNORE_COMMENT, answering, faultsOf, ignoresOf, type Ignore } from './ignore.ts'
import { locksOf } from './locks.ts'
import { isOpaque, OPAQUE } from './opaque.ts'
import type { At, Hit, Rule } from './rule.ts'
import { RULES } from './rules.ts'
import { begun, follow, type Transaction } from './transaction.ts'
import { placeIn } from './place.ts'
import { severityOn, weightText } from './weigh.ts'

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
  const report: LintReport = { migrations: 0, statements: 0, findings: [], ignored: [], unknowns: [], rules: [] }
  const judged = migrations.slice(from)
  if (known.tables.size === 0)
    for (const { statements } of migrations.slice(0, from)) for (const { node } of statements) learn(known, node, false)
  let transaction = begun()
  for (const [i, migration] of judged.entries()) {
    if (deploy === 'each') {
      settle(known)
      transaction = begun()
    }
    const after = deploy === 'one' ? judged.slice(i + 1).flatMap(({ statements }) => statements) : []
    judge(migration, { known, transaction, after, weights, exposed }, report)
  }
  const named = new Set(report.findings.map(({ rule }) => rule))
  return { ...report, rules: [...RULES, IGNORE_COMMENT].filter(({ id }) => named.has(id)).map(aboutOf) }
}

const aboutOf = ({ id, title, severity, why }: RuleAbout): RuleAbout => ({ id, title, severity, why })

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
  after: readonly ParsedStatement[]
  weights: TargetWeights | undefined
  exposed: readonly string[]
}

const KNOWN_RULES: ReadonlySet<string> = new Set([...RULES.map(({ id }) => id), OPAQUE])

function judge(migration: LintMigration, around: Surroundings, report: LintReport): void {
  const { file, statements, text } = migration
  const { known, transaction, after, exposed } = around
  const { own, all } = ignoresOf(text, statements)
  const wide = all.filter((ignore) => ignore.file)
  const keys = new Map<string, number>()
  report.migrations += 1
  report.unknowns.push(...migration.errors.map((error) => ({ file, statement: null, ...only(error) })))
  for (const [i, statement] of statements.entries()) {
    report.statements += 1
    const ahead = [...statements.slice(i + 1), ...after]
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

interface Taking {
  at: At
  ignores: readonly Ignore[]
  weights: TargetWeights | undefined
  /** How often a key was used in this file. */
  keys: Map<string, number>
}

function take(rule: Rule, hit: Hit, { at, ignores, weights, keys }: Taking, report: LintReport): void {
  // What the migrations at hand make themselves is empty, and nobody waits for it.
  if (rule.weighs !== undefined && hit.table && !stands(at.known, hit.table)) return
  const { statement, file } = at
  const ignore = answering(ignores, rule.id)
  if (ignore) {
    ignore.used.add(rule.id)
    const { line } = statement
    report.ignored.push({ rule: rule.id, file: file.name, line, subject: hit.subject, reason: ignore.reason })
    return
  }
  const weight = hit.table && weights?.get(weightKey(hit.table))
  const base = `lint:${rule.id}:${file.tag}:${hit.subject}`
  keys.set(base, (keys.get(base) ?? 0) + 1)
  const times = keys.get(base) ?? 1
  report.findings.push({
    key: times === 1 ? base : `${base}#${times}`,
    rule: rule.id,
    severity: severityOn(rule, hit.severity ?? rule.severity, weight),
    tag: file.tag,
    file: file.name,
    statement: statement.number,
    ...placeIn(statement, hit.at),
    subject: hit.subject,
    message: hit.message,
    why: rule.why,
    recipe: [...hit.recipe],
    weight: weights && hit.table && rule.weighs ? weightText(weight) : null,
  })
}

function told(statement: ParsedStatement, file: string, ignores: readonly Ignore[], report: LintReport): void {
  const { number, line, column } = statement
  const ignore = answering(ignores, OPAQUE)
  const reason = 'a DO block or CALL decides at run time what it does: no rule has looked inside'
  if (!ignore) return void report.unknowns.push({ file, statement: number, line, column, reason })
  ignore.used.add(OPAQUE)
  report.ignored.push({ rule: OPAQUE, file, line, subject: `statement ${number}`, reason: ignore.reason })
}

const misled = (ignore: Ignore, { tag, file }: LintMigration): LintFinding[] =>
  faultsOf(ignore, KNOWN_RULES).map((message, i) => ({
    key: `lint:${IGNORE_COMMENT.id}:${tag}:${ignore.rules.join(',')}${i === 0 ? '' : `#${i + 1}`}`,
    rule: IGNORE_COMMENT.id,
    severity: IGNORE_COMMENT.severity,
    tag,
    file,
    statement: 0,
    line: ignore.line,
    column: 1,
    subject: ignore.rules.join(', ') || 'comment',
    message,
    why: IGNORE_COMMENT.why,
    recipe: ['-- plumbline: ignore RULE because REASON'],
    weight: null,
  }))
