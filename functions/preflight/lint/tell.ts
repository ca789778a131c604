import type { LintFinding, LintReport } from '../../model/lint.ts'
import { weightKey, type TargetWeights } from '../../model/weights.ts'
import { stands } from '../known/known.ts'
import type { ParsedStatement } from '../parse/statement.ts'
import { answering, faultsOf, IGNORE_COMMENT, type Ignore } from './ignore.ts'
import { OPAQUE } from './opaque.ts'
import { placeIn } from './place.ts'
import type { At, Hit, Rule } from './rule.ts'
import { RULES } from './rules.ts'
import { severityOn, weightText } from './weigh.ts'

const KNOWN_RULES: ReadonlySet<string> = new Set([...RULES.map(({ id }) => id), OPAQUE])

/** What a hit is judged with. */
export interface Taking {
  at: At
  ignores: readonly Ignore[]
  weights: TargetWeights | undefined
  /** How often a key was used in this file. */
  keys: Map<string, number>
}

/** Takes a hit of a rule into the report: as a finding, or as ignored with its reason. */
export function take(rule: Rule, hit: Hit, { at, ignores, weights, keys }: Taking, report: LintReport): void {
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

/** Takes a statement that cannot be looked into as unknown, unless somebody answers for it. */
export function told(statement: ParsedStatement, file: string, ignores: readonly Ignore[], report: LintReport): void {
  const { number, line, column } = statement
  const ignore = answering(ignores, OPAQUE)
  const reason = 'a DO block or CALL decides at run time what it does: no rule has looked inside'
  if (!ignore) return void report.unknowns.push({ file, statement: number, line, column, reason })
  ignore.used.add(OPAQUE)
  report.ignored.push({ rule: OPAQUE, file, line, subject: `statement ${number}`, reason: ignore.reason })
}

/** What is wrong with an ignore, as findings. To be asked when all statements of the file were judged. */
export const misled = (ignore: Ignore, { tag, file }: { tag: string; file: string }): LintFinding[] =>
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
