import { settingsOf, type Bindings } from '../../env.ts'
import type { IncidentEvent } from '../../model/incident.ts'
import type { IncidentRecord } from '../../model/incident-record.ts'
import { writeTogether } from '../../store/fence.ts'
import { findIncident, readStanding, tellStatement } from '../../store/incidents.ts'
import { happened, statementsOf, untilNotOvertaken } from './incidents.ts'

/** What a person may do to an incident. */
export type Act = Extract<IncidentEvent, { by: string }>

/** over: it was resolved before, nothing changed · none: there is none of that name. */
export type Acted = { state: 'done' | 'over'; record: IncidentRecord } | { state: 'none' }

/** Does something to an incident at `now` (ms), and tells those who were told of it. Doing the same again changes nothing. */
export const actOnIncident = (env: Bindings, id: string, act: Act, now: number): Promise<Acted> =>
  untilNotOvertaken(async () => {
    const found = await findIncident(env.DB, id)
    if (found === null) return { state: 'none' }
    const { target } = found
    if (found.incident.stage === 'resolved') return { state: 'over', record: found }
    const settings = settingsOf(env)
    const alerting = settings.targets.find(({ name }) => name === target)?.alerting ?? settings.alerting
    const standing = await readStanding(env.DB, [target], now)
    const record = standing.live.find((one) => one.id === id)
    if (record === undefined) return { state: 'over', record: (await findIncident(env.DB, id)) ?? found }
    const outcome = happened([record], act, { target, alerting, standing, now })
    await writeTogether(env.DB, statementsOf(env.DB, outcome, now))
    return { state: 'done', record: outcome.changes[0]?.record ?? record }
  })

/** Adds a comment to the timeline of an incident, over or not; false: there is none of that name. */
export async function commentOn(
  db: D1Database,
  id: string,
  comment: { by: string; text: string },
  now: number,
): Promise<boolean> {
  if ((await findIncident(db, id)) === null) return false
  await tellStatement(db, id, { what: 'commented', ...comment }, now).run()
  return true
}
