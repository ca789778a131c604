import { CheckName, Severity, type Finding, type Unknown } from '../model/finding.ts'
import type { Incident, IncidentEvent } from '../model/incident.ts'
import { thresholdOf, type IncidentPolicy } from '../model/incident-policy.ts'
import { causeOf, causeOfUnknown, type Cause } from './cause.ts'
import { begin, step, type Circumstances, type Step } from './machine.ts'

/** What a run saw of a target. */
export interface Observation {
  findings: readonly Finding[]
  unknowns: readonly Unknown[]
  /** The checks that were made. */
  made: ReadonlySet<CheckName>
  /** Those of them of which nothing was left out: what is absent of these is gone. */
  covered: ReadonlySet<CheckName>
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

/**
 * What a run means for the incidents of its target that are not resolved, and which begin. Those that nothing happened
 * to are among the steps, too: unchanged, they need not be written.
 */
export function observe(incidents: readonly Incident[], seen: Observation, moment: Moment): Step[] {
  const causes = seenCauses(seen)
  const known = new Set(incidents.map(({ cause }) => cause))
  const down = isDown(incidents) || causes.has(DOWN)
  const circumstances = (cause: string, check: CheckName): Circumstances => ({
    ...moment,
    threshold: thresholdOf(moment.policy, check),
    muted: down && cause !== DOWN,
  })
  const old = incidents.map((incident) => {
    const check = checkOfCause(incident.cause)
    const event = causes.get(incident.cause)?.event ?? unseen(incident.cause, check, seen)
    return step(incident, event, circumstances(incident.cause, check))
  })
  const fresh = [...causes].flatMap(([cause, { check, event }]) =>
    known.has(cause) ? [] : [begin(cause, event, circumstances(cause, check))],
  )
  return [...old, ...fresh]
}

/** What the passing of time means for the incidents of a target. */
export function tick(incidents: readonly Incident[], moment: Moment): Step[] {
  const down = isDown(incidents)
  return incidents.map((incident) =>
    step(
      incident,
      { type: 'tick' },
      {
        ...moment,
        threshold: thresholdOf(moment.policy, checkOfCause(incident.cause)),
        muted: down && incident.cause !== DOWN,
      },
    ),
  )
}

const DOWN = 'connectivity'

/** Until it is sure that the target is back, what hangs on it pages nobody. */
const isDown = (incidents: readonly Incident[]) =>
  incidents.some(({ cause, stage }) => cause === DOWN && (stage === 'open' || stage === 'recovering'))

const checkOfCause = (cause: string): CheckName => {
  const [first, second] = cause.split(':')
  return CheckName.options.find((name) => name === (first === 'unknown' ? second : first)) ?? 'drift'
}

/** Absent, where the run looked; unknown, where it could not. */
function unseen(cause: string, check: CheckName, { made, covered }: Observation): IncidentEvent {
  const looked = cause === DOWN || (cause.startsWith('unknown:') ? made : covered).has(check)
  return { type: looked ? 'absent' : 'unknown' }
}

function seenCauses({ findings, unknowns }: Observation): Map<string, Cause & { event: Seen }> {
  const all = [
    ...findings
      .filter(({ severity }) => severity !== 'info')
      .map((finding) => ({ ...causeOf(finding), key: finding.key, severity: finding.severity })),
    ...unknowns.map((unknown) => ({ ...causeOfUnknown(unknown), key: unknown.key, severity: severityOf(unknown) })),
  ]
  const groups = [...Map.groupBy(all, ({ cause }) => cause)]
  return new Map(
    groups.map(([cause, members]) => {
      const severity = Severity.options.find((one) => members.some((member) => member.severity === one)) ?? 'low'
      const event = { type: 'seen', severity, findings: members.map(({ key }) => key).toSorted() } as const
      return [cause, { cause, check: members[0]?.check ?? 'drift', event }]
    }),
  )
}

/** A target that nobody can reach is an outage; what else could not be seen may wait until the next day. */
const severityOf = ({ check }: Unknown): Severity => (check === 'connectivity' ? 'critical' : 'medium')
