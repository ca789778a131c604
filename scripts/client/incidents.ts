import { IncidentDocument } from '../../functions/model/incident-document.ts'
import type { IncidentRecord } from '../../functions/model/incident-record.ts'
import {
  IncidentInFullJson,
  IncidentsJson,
  type IncidentJson,
  type IncidentShown,
} from '../../functions/views/incidents/json.ts'
import { askWorker, type WorkerAccess } from '../client.ts'

/** The incidents of a target, or of all. Throws as askWorker. */
export const incidentsOf = (worker: WorkerAccess, target: string | undefined, state: string): Promise<IncidentsJson> =>
  askWorker({ ...worker, path: `${target === undefined ? '' : `/${target}`}/incidents?state=${state}` }, IncidentsJson)

const pathOf = (id: string, rest = '') => `/incidents/${encodeURIComponent(id)}${rest}`

/** One incident with its timeline. Throws as askWorker. */
export const incidentOf = (worker: WorkerAccess, id: string): Promise<IncidentInFullJson> =>
  askWorker({ ...worker, path: pathOf(id) }, IncidentInFullJson)

/** Does something to an incident: what can be posted behind its path. Throws as askWorker. */
export const actOn = (
  worker: WorkerAccess,
  id: string,
  action: 'acknowledge' | 'snooze' | 'resolve' | 'comments',
  body: Readonly<Record<string, string>>,
): Promise<IncidentInFullJson> =>
  askWorker(
    { ...worker, path: pathOf(id, `/${action}`), method: 'POST', body: JSON.stringify(body) },
    IncidentInFullJson,
  )

const ms = (iso: string) => Date.parse(iso)
const msOrNull = (iso: string | null) => (iso === null ? null : ms(iso))

/** The incident that an answer was made from: text views want it so. What clients are not told is as if it never was. */
export const incidentFromJson = (json: IncidentJson): IncidentRecord => ({
  id: json.id,
  target: json.target,
  n: Number(json.id.slice(json.target.length + 1)),
  version: 0,
  told: json.told,
  incident: {
    cause: json.cause,
    stage: json.stage,
    severity: json.severity,
    worst: json.worst,
    findings: json.findings,
    since: ms(json.since),
    openedAt: msOrNull(json.openedAt),
    resolvedAt: msOrNull(json.resolvedAt),
    streak: 0,
    acknowledged: json.acknowledged && { at: ms(json.acknowledged.at), by: json.acknowledged.by },
    snoozedUntil: msOrNull(json.snoozedUntil),
    clockFrom: ms(json.since),
    owed: null,
    level: json.level,
    reached: json.level,
    pages: 0,
    pagedAt: null,
  },
})

/** The same with its timeline and document. */
export const shownFromJson = ({ timeline, document, ...json }: IncidentInFullJson): IncidentShown => ({
  record: incidentFromJson(json),
  timeline: timeline.map(({ at, detail }) => ({ at: ms(at), entry: detail })),
  document: IncidentDocument.parse(document),
})
