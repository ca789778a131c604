import { settingsOf, type Bindings, type Target } from '../../env.ts'
import { monitorSight, type MonitorSight } from '../../incidents/monitor.ts'
import { observeCauses } from '../../incidents/observe.ts'
import type { Alerting } from '../../model/incident-policy.ts'
import { MONITOR } from '../../model/incident-record.ts'
import { readCrons } from '../../store/crons.ts'
import { writeTogether } from '../../store/fence.ts'
import { readStanding, targetsWithIncidents, type Standing } from '../../store/incidents.ts'
import { lastEnds } from '../../store/runs.ts'
import { cronHealth } from '../cron-health.ts'
import { happened, outcomeOf, statementsOf, untilNotOvertaken, type IncidentOutcome } from './incidents.ts'
import { STALE } from '../report.ts'
import { SCHEDULE } from '../schedule.ts'

/** The cron triggers that did not come up to `now` (ms); asked before the one that comes now is recorded. */
async function missedCrons(db: D1Database, now: number): Promise<MonitorSight['missed']> {
  const crons = await readCrons(db, SCHEDULE, now)
  return crons
    .map((cron) => cronHealth(cron, now))
    .flatMap(({ suite, cron, missedSince }) => (missedSince === null ? [] : [{ suite, cron, since: missedSince }]))
}

/**
 * What a tick does for incidents: the clocks of all of them go on, those of targets that are no longer configured end, and
 * the monitor looks at itself. Four queries and one batch, whatever the number of targets.
 * @param now when the tick was due, ms
 */
export async function advanceIncidents(env: Bindings, now: number): Promise<void> {
  const { targets, alerting } = settingsOf(env)
  const missed = await missedCrons(env.DB, now)
  const silent = missed.some(({ suite }) => suite === 'tick') ? null : await silentTargets(env.DB, targets, now)
  await untilNotOvertaken(async () => {
    const named = [MONITOR, ...(await targetsWithIncidents(env.DB))]
    const standing = await readStanding(env.DB, [...new Set(named)], now)
    const outcomes = [
      ...targetsOf(standing).map((target) => passed(target, targets, { alerting, standing, now })),
      ofMonitor({ missed, silent: silent ?? [] }, { alerting, standing, now }),
    ]
    await writeTogether(
      env.DB,
      outcomes.flatMap((outcome) => statementsOf(env.DB, outcome, now)),
    )
  })
}

/** After a silence of the monitor itself no target has a young run: that says nothing of the queue. */
async function silentTargets(db: D1Database, targets: readonly Target[], now: number) {
  const ends = await lastEnds(
    db,
    targets.map(({ name }) => name),
  )
  return ends.filter(({ at }) => at === null || now - at > STALE)
}

const targetsOf = ({ live }: Standing) => [
  ...new Set(live.map(({ target }) => target).filter((target) => target !== MONITOR)),
]

interface Now {
  alerting: Alerting
  standing: Standing
  now: number
}

function passed(target: string, targets: readonly Target[], { alerting, standing, now }: Now): IncidentOutcome {
  const configured = targets.find(({ name }) => name === target)
  const event =
    configured === undefined
      ? ({ type: 'resolve', by: 'plumbline: the target is no longer configured' } as const)
      : ({ type: 'tick' } as const)
  const live = standing.live.filter((record) => record.target === target)
  return happened(live, event, { target, alerting: configured?.alerting ?? alerting, standing, now })
}

function ofMonitor(seen: MonitorSight, { alerting, standing, now }: Now): IncidentOutcome {
  const live = standing.live.filter(({ target }) => target === MONITOR)
  const { sight, told } = monitorSight(seen)
  const steps = observeCauses(
    live.map(({ incident }) => incident),
    sight,
    { now, policy: alerting.policy, maintenance: false },
  )
  return outcomeOf(steps, {
    target: MONITOR,
    alerting,
    live,
    next: standing.next(MONITOR),
    told: (keys) => told.filter(({ key }) => keys.includes(key)),
    now,
  })
}
