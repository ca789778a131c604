import type { Finding, Unknown } from '../../model/finding.ts'
import type { IncidentRecord } from '../../model/incident-record.ts'
import { words } from '../words.ts'
import { brief, sentence } from './text.ts'

/** The title of what could not be looked at, as an incident has it. */
export const unknownTitle = ({ check, subject, reason }: Pick<Unknown, 'check' | 'subject' | 'reason'>): string =>
  brief(check === 'connectivity' ? sentence(reason) : sentence(`${subject} could not be looked at: ${reason}`))

/** The title of a finding, as an incident has it. */
export const findingTitle = (finding: Finding): string => words(finding).title

/** What an incident is about, in one line without a full stop: its gravest finding, and how many there are besides. */
export function incidentTitle({ told, incident }: Pick<IncidentRecord, 'told' | 'incident'>): string {
  const more = incident.findings.length - 1
  const first = told[0]?.title ?? incident.cause
  return more > 0 ? `${first}, and ${more} more` : first
}
