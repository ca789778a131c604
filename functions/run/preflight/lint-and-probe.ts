import { PROBE_TIMEOUT, runProbes } from '../../collect/probe.ts'
import { QueryFailed, type TargetSession } from '../../collect/transport.ts'
import { readWeights } from '../../collect/weights.ts'
import type { Fact } from '../../model/fact.ts'
import type { LintReport } from '../../model/lint.ts'
import type { ProbeResult } from '../../model/probe.ts'
import type { TargetWeights } from '../../model/weights.ts'
import { knownFrom } from '../../preflight/known/from-facts.ts'
import { lint } from '../../preflight/lint/lint.ts'
import type { ParsedMigration } from '../../preflight/parse/migration.ts'
import type { SqlParser } from '../../preflight/parse/parser.ts'
import { probesOf } from '../../preflight/probe/probes.ts'

/** What a preflight is to say beyond what the catalog tells. */
export interface Wishes {
  /** Whether to lint, weighed by supabase/figures/relations.sql, whose text it is; null: not to. */
  lint: { figures: string } | null
  /** Whether to ask the rows; limits in ms. null: not to. */
  probe: { timeout?: number; budget?: number } | null
}

/** What is pending, and what stands. */
export interface Pending {
  pending: readonly ParsedMigration[]
  server: number
  /** Of the tables that the statements name. */
  facts: readonly Fact[]
}

/** What lint and the rows say, as far as they were asked. */
export async function deeper(session: TargetSession, request: Wishes & { parser: SqlParser }, at: Pending) {
  const linted = request.lint === null ? null : await lintOf(session, request.parser, request.lint, at)
  const probes = request.probe === null ? null : await probed(session, request.parser, request.probe, at)
  return { lint: linted?.report ?? null, unweighed: linted?.unweighed ?? null, probes }
}

async function lintOf(
  session: TargetSession,
  parser: SqlParser,
  { figures }: { figures: string },
  { pending, facts }: Pending,
): Promise<{ report: LintReport; unweighed: string | null }> {
  const weights = pending.length === 0 ? null : await weightsOf(session, figures)
  const known = knownFrom(facts, parser)
  const judged = { migrations: pending, from: 0, deploy: 'one', known } as const
  if (weights === null || typeof weights === 'string') return { report: lint(judged), unweighed: weights }
  return { report: lint({ ...judged, weights }), unweighed: null }
}

/** How much the tables hold, or why nobody can say: lint then judges as if nothing had been asked. */
async function weightsOf({ sql }: TargetSession, figures: string): Promise<TargetWeights | string> {
  if (sql === undefined) return 'the Edge Function answers questions alone, and is not asked for figures'
  try {
    return await readWeights(sql, figures)
  } catch (error) {
    if (error instanceof QueryFailed) return error.failure.reason
    throw error
  }
}

async function probed(
  { sql }: TargetSession,
  parser: SqlParser,
  { timeout = PROBE_TIMEOUT, ...limits }: NonNullable<Wishes['probe']>,
  { pending, server, facts }: Pending,
): Promise<ProbeResult[]> {
  const probes = probesOf(pending, { known: knownFrom(facts, parser), server, expression: parser.expression })
  if (sql !== undefined) return runProbes(sql, probes, { timeout, role: sql.role, ...limits })
  const reason = 'the Edge Function answers questions alone, and runs no probe'
  return probes.map((probe) => ({
    state: 'unknown',
    probe,
    reason,
    mend: 'plumbline probe --database-url postgresql://…',
  }))
}
