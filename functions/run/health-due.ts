import { checksIn } from '../checks/list.ts'
import type { SeenFinding } from '../model/report.ts'
import type { CheckSuite, HealthId, Samples, Thresholds } from '../model/health.ts'
import { statusOf, type Look, type Suite } from '../model/run.ts'
import type { RunOutcome } from '../store/shapes.ts'
import type { HealthRequest } from './health-checks.ts'
import { standingUnknowns } from './health-told.ts'

const ALL: readonly CheckSuite[] = ['tick', 'daily', 'weekly']

const SUITES: Readonly<Record<Suite, readonly CheckSuite[]>> = {
  tick: ['tick'],
  daily: ['tick', 'daily'],
  deploy: ['tick', 'daily'],
  weekly: ALL,
  asked: ALL,
}

/** Which checks a run makes: those of its suite; all of them where the run before saw nothing of the target's health. */
export const suitesDue = (suite: Suite, before: Pick<RunOutcome, 'health'> | null): readonly CheckSuite[] =>
  before?.health === undefined ? ALL : SUITES[suite]

/** What of a target's health a run looks at. @param open findings of before */
export function healthRequest(
  suites: readonly CheckSuite[],
  { thresholds, samples, open }: { thresholds: Thresholds; samples: Samples; open: readonly SeenFinding[] },
): HealthRequest {
  const since = new Map(open.map(({ finding, firstSeen }) => [finding.key, firstSeen]))
  return {
    ids: checksIn(suites).map(({ id }) => id),
    thresholds,
    samples,
    openSince: (id: HealthId, subject: string) => since.get(`health:${id}:${subject}`) ?? null,
  }
}

/** A look with what an earlier one could not see, and this one was not to look at again: unknown until somebody has looked. */
export function withStanding(seen: Look, suites: readonly CheckSuite[], before: RunOutcome | null): Look {
  if (seen.health === undefined || before === null) return seen
  const unknowns = [...seen.unknowns, ...standingUnknowns(before.unknowns, suites)]
  return { ...seen, unknowns, status: statusOf(seen.findings, unknowns) }
}
