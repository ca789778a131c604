import type { Target } from '../env.ts'
import type { TargetReport } from '../model/report.ts'
import { decisionsAt } from '../store/decisions.ts'
import { findingsAt } from '../store/findings.ts'
import type { RunRecord } from '../store/shapes.ts'
import { decided } from './decided.ts'
import { reportFrom } from './report.ts'

/** The report of a run from what is stored, as people had decided when it ended; null: it has not ended. */
export async function reportOfRun(
  db: D1Database,
  { name, environment }: Pick<Target, 'name' | 'environment'>,
  run: RunRecord,
): Promise<TargetReport | null> {
  const at = run.endedAt
  if (at === null) return null
  const report = reportFrom(run, await findingsAt(db, name, at), environment)
  return report && decided(report, (await decisionsAt(db, [name], at))(name), at)
}
