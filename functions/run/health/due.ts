import { checksIn } from '../../checks/list.ts'
import { trendIn, type Readings } from '../../checks/trends/series.ts'
import type { SeenFinding } from '../../model/report.ts'
import type { CheckSuite, HealthId, Samples } from '../../model/health.ts'
import { statusOf, type Look, type Suite } from '../../model/run.ts'
import type { RunOutcome } from '../../store/shapes.ts'
import type { HealthRequest } from './checks.ts'
import { standingUnknowns } from './told.ts'

const ALL: readonly CheckSuite[] = ['tick', 'daily', 'weekly']

const SUITES: Readonly<Record<Suite, readonly CheckSuite[]>> = {
  tick: ['tick'],
  daily: ['tick', 'daily'],
  deploy: ['tick', 'daily'],
  weekly: ALL,
  asked: ALL,
}

/** The suites of checks that a run of a suite makes. */
export const suitesOf = (suite: Suite): readonly CheckSuite[] => SUITES[suite]

/** Which checks a run makes: those of its suite; all of them where the run before saw nothing of the target's health. */
export const suitesDue = (suite: Suite, before: Pick<RunOutcome, 'health'> | null): readonly CheckSuite[] =>
  before?.health === undefined ? ALL : SUITES[suite]

const ORPHANS: HealthId = 'orphan-rows'

/** Whether a daily run began to look through a big table, and came to no end. */
const isUnderWay = ({ passes = {} }: Samples) => Object.values(passes).some(({ began }) => began !== null)

/** What of a target's health a run looks at; a tick goes on with what a daily run has begun, too. @param open findings of before */
export function healthRequest(
  suites: readonly CheckSuite[],
  {
    open,
    readings,
    ...known
  }: Pick<HealthRequest, 'thresholds' | 'samples' | 'outside'> & { open: readonly SeenFinding[]; readings: Readings },
): HealthRequest {
  const since = new Map(open.map(({ finding, firstSeen }) => [finding.key, firstSeen]))
  const ids = checksIn(suites).map(({ id }) => id)
  const goOn = !ids.includes(ORPHANS) && isUnderWay(known.samples)
  return {
    ...known,
    ids: goOn ? [...ids, ORPHANS] : ids,
    goOn,
    series: suites.includes('daily'),
    trend: (series) => trendIn(readings, series),
    openSince: (id: HealthId, subject: string) => since.get(`health:${id}:${subject}`) ?? null,
  }
}

/**
 * A look with what an earlier one could not see, and this one was not to look at again: unknown until somebody has looked.
 * @param goneOn whether it went on with passes over big tables, and knows how they stand
 */
export function withStanding(
  seen: Look,
  { suites, goneOn }: { suites: readonly CheckSuite[]; goneOn: boolean },
  before: RunOutcome | null,
): Look {
  if (seen.health === undefined || before === null) return seen
  const again = new Set(seen.unknowns.map(({ key }) => key))
  const standing = standingUnknowns(before.unknowns, suites).filter(
    ({ key }) => !again.has(key) && !(goneOn && key.startsWith(`health:daily:${ORPHANS}:`)),
  )
  const unknowns = [...seen.unknowns, ...standing]
  return { ...seen, unknowns, status: statusOf(seen.findings, unknowns) }
}
