import type { DeployVerdictRow } from '../../store/performance-verdicts.ts'
import type { AlsoSeen } from './also.ts'

/**
 * What is slower since the newest deploy, as its newest verdict says that is one. null: nothing was judged yet, and the check is
 * not made, so that nothing is taken for gone.
 * @param verdicts on that deploy, newest first
 */
export function slownessSeen(verdicts: readonly DeployVerdictRow[]): AlsoSeen | null {
  const known = verdicts.find(({ verdict }) => verdict.verdict !== 'unknown')
  return known === undefined ? null : { checks: ['performance'], findings: known.verdict.findings, unknowns: [] }
}
