import type { JudgedAt } from '../../functions/model/performance-verdict.ts'
import { trial, type Fault, type Trial } from './trial.ts'

/** What came of many trials of one kind. */
export interface Tally {
  fault: Fault
  trials: number
  /** What was hit is told. */
  found: number
  /** Something is told that was not hit. */
  falseAlarms: number
  unknown: number
  fast: number
}

/** Runs trials with the seeds from `first` on. @param judgedAt which verdict counts */
export function study(fault: Fault, trials: number, first: number, judgedAt: JudgedAt = '15min'): Tally {
  const tally: Tally = { fault, trials, found: 0, falseAlarms: 0, unknown: 0, fast: 0 }
  for (let seed = first; seed < first + trials; seed += 1) count(tally, trial(seed, fault, judgedAt), judgedAt)
  return tally
}

function count(tally: Tally, { hit, verdicts }: Trial, judgedAt: JudgedAt): void {
  const verdict = verdicts.get(judgedAt)
  if (verdict === undefined) throw new Error(`there is no verdict at ${judgedAt}`)
  if (hit === null && verdict.findings.length > 0) tally.falseAlarms += 1
  if (hit !== null && verdict.findings.some(({ key }) => key === hit)) tally.found += 1
  if (verdict.verdict === 'unknown') tally.unknown += 1
  if (verdict.verdict === 'fast') tally.fast += 1
}
