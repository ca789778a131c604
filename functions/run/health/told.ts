import type { AnyCheck, Doubt, Judgement, Told } from '../../checks/check.ts'
import { checkCalled } from '../../checks/list.ts'
import type { Finding, Unknown } from '../../model/finding.ts'
import type { CheckSuite, HealthId, Thresholds } from '../../model/health.ts'
import { limitsOf } from './checks.ts'

/** What checks of a target's health tell, as findings and unknowns. */
export interface HealthTold {
  findings: Finding[]
  unknowns: Unknown[]
  /** The checks that saw all that they ask for. */
  made: HealthId[]
}

/** From judgements to what a look tells. Checks of one suite that fail for one reason are unknown together. */
export function healthTold(judgements: ReadonlyMap<HealthId, Judgement>, thresholds: Thresholds): HealthTold {
  const all = [...judgements]
  return {
    findings: all.flatMap(([id, { told }]) => told.map((one) => findingOf(checkCalled(id), one, thresholds))),
    unknowns: unknownsOf(all),
    made: all.flatMap(([id, { doubts }]) => (doubts.length === 0 ? [id] : [])),
  }
}

function findingOf(check: AnyCheck, { grade, ...told }: Told, thresholds: Thresholds): Finding {
  const { id, unit, why } = check
  return {
    type: 'health.check',
    key: `health:${id}:${told.subject}`,
    severity: grade === 'new' ? 'info' : check.severity[grade],
    id,
    unit,
    threshold: limitsOf(check, thresholds),
    why,
    ...told,
  }
}

/** The key of an unknown begins with the suite that would have seen it: views and later runs tell by it what it is of. */
const prefix = (suite: CheckSuite) => `health:${suite}:`

function unknownsOf(all: readonly (readonly [HealthId, Judgement])[]): Unknown[] {
  const doubts = all.flatMap(([id, { doubts }]) => doubts.map((doubt) => ({ id, doubt, suite: checkCalled(id).suite })))
  const alike = Map.groupBy(doubts, ({ doubt: { subject, reason, mend }, suite }) =>
    JSON.stringify([suite, subject, reason, mend]),
  )
  return distinct(
    [...alike.values()].flatMap((same) =>
      same.slice(0, 1).map(({ doubt, suite }) => unknownOf(doubt, suite, [...new Set(same.map(({ id }) => id))])),
    ),
  )
}

const unknownOf = ({ subject, reason, mend }: Doubt, suite: CheckSuite, ids: readonly HealthId[]): Unknown => ({
  key: `${prefix(suite)}${ids.length === 1 && ids[0] !== subject ? `${ids[0]}:` : ''}${subject}`,
  check: 'health',
  subject: ids.length === 1 && ids[0] === subject ? subject : `${subject} (${ids.join(', ')})`,
  reason,
  mend,
})

/** One of each key. */
const distinct = (unknowns: readonly Unknown[]): Unknown[] => [
  ...new Map(unknowns.map((unknown) => [unknown.key, unknown])).values(),
]

/** The unknowns of an earlier look that no check of these suites has looked at again since. */
export const standingUnknowns = (unknowns: readonly Unknown[], suites: readonly CheckSuite[]): Unknown[] =>
  unknowns.filter(({ check, key }) => check === 'health' && !suites.some((suite) => key.startsWith(prefix(suite))))
