import { CheckName, Severity, severityRank, type Finding, type Unknown } from '../model/finding.ts'
import { SINCE_BEFORE } from '../model/health.ts'
import type { Incident, IncidentEvent } from '../model/incident.ts'
import { thresholdOf, type IncidentPolicy, type Threshold } from '../model/incident-policy.ts'
import { causeOf, unknownsByCause } from './cause.ts'
import { begin, step, type Step } from './machine.ts'

/** A finding that is open after a run and that nobody accepted. */
export interface OpenFinding {
  finding: Finding
  /** Whether this run saw it; false: it could not look, so it stays as it was. */
  seen: boolean
}

/** How a target stands after a run. */
export interface Observation {
  findings: readonly OpenFinding[]
  unknowns: readonly Unknown[]
  /** The checks that the run made. */
  made: ReadonlySet<CheckName>
  /** Causes whose figures move with every look. */
  flapping?: ReadonlySet<string>
}

/** When something is observed. */
export interface Moment {
  /** ms since the epoch */
  now: number
  policy: IncidentPolicy
  /** A deploy of the target is under way. */
  maintenance: boolean
}

type Seen = IncidentEvent & { type: 'seen' }

/** A step with what led to it; `before` null: the incident begins with it. */
export interface Observed extends Step {
  before: Incident | null
  event: IncidentEvent
}

/** What is known of the causes of some incidents at a moment. */
export interface Sight {
  /** The causes that were seen. */
  seen: ReadonlyMap<string, Seen>
  /** What became of a cause that was not. */
  unseen(cause: string): IncidentEvent
  threshold(cause: string): Threshold
  /** The cause that mutes all others; null: none does. */
  down: string | null
}

/** The incident of a target that nobody can reach. */
const DOWN = 'connectivity'

/**
 * What a run means for the incidents of its target that are not resolved, and which begin. Those that nothing happened to
 * are among the steps, too: unchanged, they need not be written.
 */
export const observe = (incidents: readonly Incident[], seen: Observation, moment: Moment): Observed[] =>
  observeCauses(incidents, sightOf(seen, moment.policy), moment)

/** The same for causes of any kind. */
export function observeCauses(incidents: readonly Incident[], sight: Sight, moment: Moment): Observed[] {
  const known = new Set(incidents.map(({ cause }) => cause))
  const down = isDown(incidents, sight.down) || (sight.down !== null && sight.seen.has(sight.down))
  const circumstances = circumstancesOf(moment, sight, down)
  const old = incidents.map((before) => {
    const event = sight.seen.get(before.cause) ?? sight.unseen(before.cause)
    return { before, event, ...step(before, event, circumstances(before.cause)) }
  })
  const fresh = [...sight.seen].flatMap(([cause, event]) =>
    known.has(cause) ? [] : [{ before: null, event, ...begin(cause, event, circumstances(cause)) }],
  )
  return [...old, ...fresh]
}

const TICK = { type: 'tick' } as const

/** What the passing of time means for the incidents of a target. */
export const tick = (incidents: readonly Incident[], moment: Moment): Observed[] =>
  stepAll(incidents, TICK, incidents, moment)

/** What happened to some incidents of a target, beside all that are not resolved. */
export function stepAll(
  some: readonly Incident[],
  event: IncidentEvent,
  all: readonly Incident[],
  moment: Moment,
): Observed[] {
  const threshold = (cause: string) => thresholdOf(moment.policy, checkOfCause(cause))
  const circumstances = circumstancesOf(moment, { threshold, down: DOWN }, isDown(all, DOWN))
  return some.map((before) => ({ before, event, ...step(before, event, circumstances(before.cause)) }))
}

/** A target that is down is an outage in a deploy as well; and what hangs on it is muted. */
const circumstancesOf =
  ({ now, policy, maintenance }: Moment, { threshold, down: root }: Pick<Sight, 'threshold' | 'down'>, down: boolean) =>
  (cause: string) => ({
    now,
    policy,
    threshold: threshold(cause),
    maintenance: maintenance && cause !== root,
    muted: down && cause !== root,
  })

/** Until it is sure that the target is back, what hangs on it pages nobody. */
const isDown = (incidents: readonly Incident[], root: string | null) =>
  incidents.some(({ cause, stage }) => cause === root && (stage === 'open' || stage === 'recovering'))

const checkOfCause = (cause: string): CheckName => {
  const [first, second] = cause.split(':')
  return CheckName.options.find((name) => name === (first === 'unknown' ? second : first)) ?? 'drift'
}

function sightOf({ findings, unknowns, made, flapping }: Observation, policy: IncidentPolicy): Sight {
  const counted = findings.filter(({ finding }) => finding.severity !== 'info')
  const open = [...Map.groupBy(counted, ({ finding }) => causeOf(finding))]
  const unseen = [...unknownsByCause(unknowns.filter(isLasting))]
  const hidden = new Set(open.flatMap(([cause, all]) => (all.some(({ seen }) => seen) ? [] : [cause])))
  return {
    seen: new Map([
      ...open.flatMap(([cause, all]) =>
        hidden.has(cause) ? [] : [[cause, seenAs(all.map(({ finding }) => finding))] as const],
      ),
      ...unseen.map(([cause, all]) => [cause, seenAs(all.map(asBad))] as const),
    ]),
    unseen: (cause) => ({ type: isAbsent(cause, hidden, made) ? 'absent' : 'unknown' }),
    threshold: (cause) => thresholdOf(policy, checkOfCause(cause), flapping?.has(cause)),
    down: DOWN,
  }
}

/** What the next look can tell is nobody's to mend. */
const isLasting = ({ check, key }: Unknown) => check !== 'health' || !key.endsWith(`:${SINCE_BEFORE}`)

/** What nobody could look at is not gone: a finding that stays open, and a check that was not made. */
function isAbsent(cause: string, hidden: ReadonlySet<string>, made: ReadonlySet<CheckName>): boolean {
  if (cause === DOWN) return made.size > 0
  return cause.startsWith('unknown:') ? made.has(checkOfCause(cause)) : !hidden.has(cause)
}

const seenAs = (members: readonly Pick<Finding, 'key' | 'severity'>[]): Seen => ({
  type: 'seen',
  severity: Severity.options.find((one) => members.some(({ severity }) => severity === one)) ?? 'low',
  findings: members
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key),
})

/** A target that nobody can reach is an outage; what else could not be seen may wait until the next day. */
export const severityOfUnknown = ({ check }: Pick<Unknown, 'check'>): Severity =>
  check === 'connectivity' ? 'critical' : 'medium'

const asBad = (unknown: Unknown) => ({ key: unknown.key, severity: severityOfUnknown(unknown) })
