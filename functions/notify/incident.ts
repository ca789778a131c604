import { severityRank, type Finding, type Unknown } from '../model/finding.ts'
import type { Page } from '../model/incident.ts'
import type { IncidentRecord } from '../model/incident-record.ts'
import type { Notification } from '../model/notification.ts'
import type { Told } from '../model/told.ts'
import { findingTitle, incidentTitle, unknownTitle } from '../views/words/incidents.ts'
import { words } from '../views/words.ts'
import { severityOfUnknown } from '../incidents/observe.ts'

/** A finding as messages tell it. */
export const toldOfFinding = (finding: Finding): Told => ({
  key: finding.key,
  severity: finding.severity,
  title: findingTitle(finding),
  mend: words(finding).mend,
})

/** What could not be looked at, as messages tell it. */
export const toldOfUnknown = (unknown: Unknown): Told => ({
  key: unknown.key,
  severity: severityOfUnknown(unknown),
  title: unknownTitle(unknown),
  mend: unknown.mend === null ? [] : [unknown.mend],
})

/** The gravest first. */
export const byGravity = (a: Told, b: Told): number =>
  severityRank(a.severity) - severityRank(b.severity) || (a.key < b.key ? -1 : Number(a.key > b.key))

/** The name of what is told of an incident: the same however often it is sent. */
export const pageKey = ({ id }: Pick<IncidentRecord, 'id'>, { number }: Pick<Page, 'number'>): string =>
  `${id}/${number}`

/** What a page says of an incident as it is now (ms). */
export function notificationOf(record: IncidentRecord, page: Page, now: number): Notification {
  const { id, target, incident, told } = record
  const { stage, severity, since, acknowledged, findings } = incident
  const over = stage === 'resolved'
  return {
    key: pageKey(record, page),
    at: now,
    target,
    about: {
      kind: 'incident',
      incident: id,
      reason: page.reason,
      level: page.level,
      stage,
      severity,
      title: incidentTitle(record),
      since,
      acknowledgedBy: acknowledged?.by ?? null,
      // What mended it once may do harm now.
      findings: over ? told.map((one) => ({ ...one, mend: [] })) : told,
      total: findings.length,
    },
  }
}
