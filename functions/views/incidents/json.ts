import { z } from 'zod'
import { IncidentDocument } from '../../model/incident-document.ts'
import { Severity } from '../../model/finding.ts'
import { Stage } from '../../model/incident.ts'
import { IncidentEntry, type IncidentRecord, type TimelineEntry } from '../../model/incident-record.ts'
import { Told } from '../../model/told.ts'
import { incidentTitle } from '../words/incidents.ts'
import { entryText } from './entry.ts'

const Time = z.iso.datetime().describe('UTC, ISO 8601')

/** An incident as clients see it. */
export const IncidentJson = z.object({
  id: z.string(),
  target: z.string().describe('`plumbline`: the monitor itself'),
  title: z.string().describe('One line that stands alone'),
  cause: z.string().describe('What its findings have in common; stable'),
  stage: Stage,
  severity: Severity.describe('The worst of its findings now'),
  worst: Severity.describe('The worst that it ever was'),
  since: Time.describe('When it was seen first'),
  openedAt: Time.nullable(),
  resolvedAt: Time.nullable(),
  acknowledged: z.object({ at: Time, by: z.string() }).nullable(),
  snoozedUntil: Time.nullable(),
  level: z.number().int().describe('How far along the chain people were told: 0 nobody, 1 the first'),
  findings: z.array(z.string()).describe('Keys of all its findings when it was last seen: GET /:target/findings/:key'),
  told: z.array(Told).describe('The gravest of them with what mends them'),
})
export type IncidentJson = z.infer<typeof IncidentJson>

/** An incident with its timeline and its document. */
export const IncidentInFullJson = IncidentJson.extend({
  timeline: z.array(z.object({ at: Time, said: z.string(), detail: IncidentEntry })),
  document: IncidentDocument.partial().describe('What people wrote of it'),
})
export type IncidentInFullJson = z.infer<typeof IncidentInFullJson>

/** Incidents, the newest first. */
export const IncidentsJson = z.object({ incidents: z.array(IncidentJson) })
export type IncidentsJson = z.infer<typeof IncidentsJson>

/** All that is shown of one incident; times in ms. */
export interface IncidentShown {
  record: IncidentRecord
  timeline: readonly TimelineEntry[]
  document: IncidentDocument
}

const iso = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))

/** An incident for clients. */
export function incidentJson(record: IncidentRecord): IncidentJson {
  const { id, target, incident, told } = record
  const { cause, stage, severity, worst, since, openedAt, resolvedAt, acknowledged, snoozedUntil, level, findings } =
    incident
  return {
    id,
    target,
    title: incidentTitle(record),
    cause,
    stage,
    severity,
    worst,
    since: iso(since),
    openedAt: isoOrNull(openedAt),
    resolvedAt: isoOrNull(resolvedAt),
    acknowledged: acknowledged && { at: iso(acknowledged.at), by: acknowledged.by },
    snoozedUntil: isoOrNull(snoozedUntil),
    level,
    findings,
    told,
  }
}

/** An incident with its timeline and document for clients. */
export const incidentInFullJson = ({ record, timeline, document }: IncidentShown): IncidentInFullJson => ({
  ...incidentJson(record),
  timeline: timeline.map(({ at, entry }) => ({ at: iso(at), said: entryText(entry), detail: entry })),
  document,
})
