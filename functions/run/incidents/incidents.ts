import { checksIn } from '../../checks/list.ts'
import type { Target } from '../../env.ts'
import { observe, stepAll, type Observed } from '../../incidents/observe.ts'
import { entriesOf } from '../../incidents/timeline.ts'
import type { IncidentEvent, Page } from '../../model/incident.ts'
import { channelsAt, type Alerting } from '../../model/incident-policy.ts'
import type { IncidentEntry, IncidentRecord } from '../../model/incident-record.ts'
import { counted, type TargetReport } from '../../model/report.ts'
import type { Look } from '../../model/run.ts'
import { MOST_TOLD, type Told } from '../../model/told.ts'
import { byGravity, notificationOf, toldOfFinding, toldOfUnknown } from '../../notify/incident.ts'
import type { Fence } from '../../store/fence.ts'
import {
  incidentStatements,
  isOvertaken,
  readStanding,
  type IncidentChange,
  type Standing,
} from '../../store/incidents.ts'
import { queueStatements, type Queued } from '../../store/outbox.ts'

/** What is to be written of incidents: the records that changed, and who is told. */
export interface IncidentOutcome {
  changes: IncidentChange[]
  queued: Queued[]
}

/** What incidents are changed with. */
export interface Changing {
  target: string
  alerting: Alerting
  /** Those that are not resolved. */
  live: readonly IncidentRecord[]
  /** The number of the next incident. */
  next: number
  /** What a cause that was seen is told as. */
  told(keys: readonly string[]): Told[]
  /** ms */
  now: number
}

/** What steps come to: unchanged incidents are left out. */
export function outcomeOf(observed: readonly Observed[], changing: Changing): IncidentOutcome {
  const known = new Map(changing.live.map((record) => [record.incident.cause, record]))
  const outcome: IncidentOutcome = { changes: [], queued: [] }
  let { next } = changing
  for (const one of observed) {
    const before = known.get(one.incident.cause)
    if (!isWorthARow(one)) continue
    const record = recordOf(one, before, before?.n ?? next, changing)
    if (before === undefined) next += 1
    const paged = one.pages.map((page) => pageOf(record, page, changing))
    outcome.changes.push({ record, entries: [...entriesOf(one), ...paged.map(({ entry }) => entry)] })
    outcome.queued.push(...paged.map(({ queued }) => queued))
  }
  return outcome
}

/** Muted from the first, an incident has not begun. */
const isWorthARow = ({ before, incident }: Observed) =>
  before === null
    ? incident.stage !== 'suspect' || incident.streak > 0
    : JSON.stringify(before) !== JSON.stringify(incident)

const recordOf = (
  { incident, event }: Observed,
  before: IncidentRecord | undefined,
  n: number,
  { target, told }: Changing,
): IncidentRecord => ({
  id: `${target}-${n}`,
  target,
  n,
  version: (before?.version ?? 0) + 1,
  incident,
  told: event.type === 'seen' ? told(incident.findings.slice(0, MOST_TOLD)) : (before?.told ?? []),
})

function pageOf(record: IncidentRecord, page: Page, { alerting, now }: Changing) {
  const toAll = page.reason === 'acknowledged' || page.reason === 'resolved'
  const channels = channelsAt(alerting, page.level, toAll)
  const notification = notificationOf(record, page, now)
  const entry: IncidentEntry = {
    what: 'paged',
    reason: page.reason,
    level: page.level,
    channels,
    key: notification.key,
  }
  return { entry, queued: { notification, channels } }
}

/** The statements of an outcome. */
export const statementsOf = (db: D1Database, { changes, queued }: IncidentOutcome, now: number, fence?: Fence) => [
  ...incidentStatements(db, changes, now, fence),
  ...queueStatements(db, queued, now, fence),
]

/** So often a batch is decided anew where another wrote the same incidents meanwhile. */
const TRIES = 5

/** Decides and writes, and does both again where somebody else wrote meanwhile. @throws what `attempt` throws */
export async function untilNotOvertaken<T>(
  attempt: () => Promise<T>,
  overtaken: (error: unknown) => boolean = isOvertaken,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tries >= TRIES || !overtaken(error)) throw error
    }
  }
}

/** A run that settled. */
export interface SettledRun {
  target: Pick<Target, 'name' | 'alerting'>
  look: Pick<Look, 'checks'>
  /** As people have decided about it. */
  report: TargetReport
  /** How the incidents of its target stood when it ended. */
  standing: Standing
  /** When it ended, ms. */
  at: number
}

/**
 * Ends a run with what it means for the incidents of its target, in one transaction: `write` is given the statements, which
 * hold to its own fence.
 */
export const settleIncidents = <T>(
  db: D1Database,
  run: SettledRun,
  write: (also: (fence: Fence) => D1PreparedStatement[]) => Promise<T>,
): Promise<T> => {
  let standing: Standing | null = run.standing
  return untilNotOvertaken(async () => {
    const outcome = observed(run, standing ?? (await readStanding(db, [run.target.name], run.at)))
    standing = null
    return write((fence) => statementsOf(db, outcome, run.at, fence))
  })
}

/** What a tick measures of health. */
const FLAPPING = new Set(checksIn(['tick']).map(({ id }) => `health:${id}`))

function observed({ target: { name, alerting }, look, report, at }: SettledRun, standing: Standing): IncidentOutcome {
  const open = counted(report.findings).map(({ finding, lastSeen }) => ({ finding, seen: lastSeen === at }))
  const { unknowns } = report
  const moment = { now: at, policy: alerting.policy, maintenance: standing.deploying.has(name) }
  const steps = observe(
    incidentsOf(standing.live),
    { findings: open, unknowns, made: new Set(look.checks), flapping: FLAPPING },
    moment,
  )
  const told = (keys: readonly string[]) => {
    const wanted = new Set(keys)
    return [
      ...open.flatMap(({ finding }) => (wanted.has(finding.key) ? [toldOfFinding(finding)] : [])),
      ...unknowns.flatMap((unknown) => (wanted.has(unknown.key) ? [toldOfUnknown(unknown)] : [])),
    ].toSorted(byGravity)
  }
  return outcomeOf(steps, { target: name, alerting, live: standing.live, next: standing.next(name), told, now: at })
}

/** What an event means for some of the live incidents of a target. */
export function happened(
  some: readonly IncidentRecord[],
  event: IncidentEvent,
  { target, alerting, standing, now }: { target: string; alerting: Alerting; standing: Standing; now: number },
): IncidentOutcome {
  const live = standing.live.filter((record) => record.target === target)
  const moment = { now, policy: alerting.policy, maintenance: standing.deploying.has(target) }
  const steps = stepAll(incidentsOf(some), event, incidentsOf(live), moment)
  return outcomeOf(steps, { target, alerting, live, next: standing.next(target), told: () => [], now })
}

const incidentsOf = (records: readonly IncidentRecord[]) => records.map(({ incident }) => incident)
