import { severityRank, type Severity } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { IncidentEntry } from '../model/incident-record.ts'
import type { Observed } from './observe.ts'

/** So many keys are named where findings come or go. */
const MOST_KEYS = 10

/** What a step adds to an incident's timeline besides its pages; nothing as long as it is a suspicion. */
export function entriesOf({ before, incident, event }: Observed): IncidentEntry[] {
  if (incident.openedAt === null) return []
  if (before === null || before.openedAt === null)
    return [
      { what: 'opened', severity: incident.severity, findings: incident.findings.length },
      ...endOf(before, incident, event),
    ]
  return [
    ...severityChange(before, incident),
    ...findingsChange(before.findings, incident.findings),
    ...whatPeopleDid(before, incident, event),
    ...endOf(before, incident, event),
  ]
}

function severityChange({ severity: from, worst }: Incident, { severity: to, worst: now }: Incident): IncidentEntry[] {
  if (now !== worst) return [{ what: 'raised', from: worst, to: now }]
  return isSame(from, to) ? [] : [{ what: 'severity', from, to }]
}

const isSame = (a: Severity, b: Severity) => severityRank(a) === severityRank(b)

function findingsChange(before: readonly string[], after: readonly string[]): IncidentEntry[] {
  const [was, is] = [new Set(before), new Set(after)]
  const came = after.filter((key) => !was.has(key))
  const gone = before.filter((key) => !is.has(key))
  if (came.length + gone.length === 0) return []
  const named = { came: came.slice(0, MOST_KEYS), gone: gone.slice(0, MOST_KEYS) }
  return [{ what: 'changed', ...named, of: came.length + gone.length }]
}

function whatPeopleDid(before: Incident, after: Incident, event: Observed['event']): IncidentEntry[] {
  if (event.type === 'acknowledge' && before.acknowledged === null) return [{ what: 'acknowledged', by: event.by }]
  if (event.type === 'snooze' && after.snoozedUntil !== null)
    return [{ what: 'snoozed', by: event.by, until: after.snoozedUntil }]
  return event.type === 'tick' && before.snoozedUntil !== null && after.snoozedUntil === null ? [{ what: 'woken' }] : []
}

function endOf(before: Incident | null, { stage }: Incident, event: Observed['event']): IncidentEntry[] {
  if (stage === before?.stage) return []
  if (stage === 'resolved') return [{ what: 'resolved', by: event.type === 'resolve' ? event.by : null }]
  if (stage === 'recovering') return [{ what: 'recovering' }]
  return before?.stage === 'recovering' ? [{ what: 'back' }] : []
}
