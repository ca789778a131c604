import { statusOf, type Look } from '../model/run.ts'
import { newestVerdicts } from '../store/performance-verdicts.ts'
import type { PerformanceContext } from './performance.ts'

/**
 * A look with what is slower since the newest deploy, as its newest verdict says that is one. Where nothing was judged yet the check is not
 * made, so that nothing is taken for gone.
 */
export async function withPerformance({ env, target }: PerformanceContext, seen: Look): Promise<Look> {
  if (seen.checks.length === 0) return seen
  const verdicts = await newestVerdicts(env.DB, target.name)
  const known = verdicts.find(({ verdict }) => verdict.verdict !== 'unknown')
  if (known === undefined) return seen
  const findings = [...seen.findings, ...known.verdict.findings]
  return { ...seen, checks: [...seen.checks, 'performance'], findings, status: statusOf(findings, seen.unknowns) }
}
