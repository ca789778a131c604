import { Severity } from '../model/finding.ts'
import type { Incident, IncidentEvent, Page, PageReason } from '../model/incident.ts'
import type { IncidentPolicy, Threshold } from '../model/incident-policy.ts'
import { isWithin } from './hours.ts'

/** What an event meets; times in ms since the epoch. */
export interface Circumstances {
  now: number
  policy: IncidentPolicy
  threshold: Threshold
  /** What it hangs on is down (the target itself), so that what a run says of it proves nothing. */
  muted: boolean
  /** A deploy is under way: what appears meanwhile is judged when it is over. */
  maintenance: boolean
}

/** What became of an incident, and whom to tell. */
export interface Step {
  incident: Incident
  pages: Page[]
}

/** A cause that is seen for the first time. */
export function begin(cause: string, event: IncidentEvent & { type: 'seen' }, when: Circumstances): Step {
  const incident: Incident = {
    cause,
    stage: 'suspect',
    severity: event.severity,
    worst: event.severity,
    findings: [...event.findings],
    since: when.now,
    openedAt: null,
    resolvedAt: null,
    streak: 0,
    acknowledged: null,
    snoozedUntil: null,
    clockFrom: when.now,
    owed: null,
    level: 0,
    reached: 0,
    pages: 0,
    pagedAt: null,
  }
  return step(incident, event, when)
}

/**
 * One event in the life of an incident. A resolved incident stays as it is: what comes back begins another.
 * An unknown changes nothing: what could not be seen is neither there nor gone.
 */
export function step(incident: Incident, event: IncidentEvent, when: Circumstances): Step {
  if (incident.stage === 'resolved') return { incident, pages: [] }
  const next = advance(incident, event, when)
  const taken = incident.acknowledged === null && next.acknowledged !== null
  return taken ? told(next, 'acknowledged') : page(next, when)
}

function advance(incident: Incident, event: IncidentEvent, when: Circumstances): Incident {
  switch (event.type) {
    case 'seen':
      return when.muted ? incident : opened(seen(incident, event, when), when)
    case 'absent':
      return when.muted ? incident : absent(incident, when)
    case 'unknown':
      return incident
    case 'tick':
      return opened(woken(incident, when), when)
    case 'acknowledge':
      if (incident.acknowledged !== null) return incident
      return { ...incident, acknowledged: { at: when.now, by: event.by }, owed: null }
    case 'snooze':
      return { ...incident, snoozedUntil: event.until }
    case 'resolve':
      return ended(incident, when)
  }
}

const rank = (severity: Severity) => Severity.options.indexOf(severity)

/**
 * Worse than it ever was, an acknowledgement lapses: who took on a warning did not take on an outage. What is worse only while
 * a deploy is under way is held against what was before once that is over.
 */
function seen(
  incident: Incident,
  event: IncidentEvent & { type: 'seen' },
  { now, maintenance }: Circumstances,
): Incident {
  const { severity, findings } = event
  const suspect = incident.stage === 'suspect'
  const raised = rank(severity) < rank(incident.worst) && (suspect || !maintenance)
  const next: Incident = {
    ...incident,
    stage: suspect ? 'suspect' : 'open',
    streak: suspect ? incident.streak + 1 : 0,
    severity,
    worst: raised ? severity : incident.worst,
    findings: [...findings],
  }
  if (suspect || !raised) return next
  return { ...next, acknowledged: null, snoozedUntil: null, clockFrom: now, owed: incident.owed ?? 'raised', level: 0 }
}

function opened(incident: Incident, { now, threshold, maintenance, muted }: Circumstances): Incident {
  if (incident.stage !== 'suspect' || incident.streak < threshold.failures || maintenance || muted) return incident
  return { ...incident, stage: 'open', streak: 0, openedAt: now, clockFrom: now, owed: 'opened' }
}

function absent(incident: Incident, when: Circumstances): Incident {
  if (incident.stage === 'suspect') return ended(incident, when)
  const streak = incident.stage === 'recovering' ? incident.streak + 1 : 1
  if (streak >= when.threshold.successes) return ended(incident, when)
  return { ...incident, stage: 'recovering', streak }
}

const ended = (incident: Incident, { now }: Circumstances): Incident => ({
  ...incident,
  stage: 'resolved',
  streak: 0,
  resolvedAt: now,
  owed: null,
})

const woken = (incident: Incident, { now }: Circumstances): Incident =>
  incident.snoozedUntil !== null && incident.snoozedUntil <= now
    ? { ...incident, snoozedUntil: null, clockFrom: now, level: Math.min(incident.level, 1) }
    : incident

/** Whoever was told of it hears of this, at any hour and once; nobody else was ever bothered. */
function told(incident: Incident, reason: 'acknowledged' | 'resolved'): Step {
  if (incident.pages === 0) return { incident, pages: [] }
  const sent: Page = { reason, level: incident.reached, number: incident.pages + 1 }
  return { incident: { ...incident, pages: sent.number }, pages: [sent] }
}

/** Whom to tell now: at most one page an event. */
function page(incident: Incident, when: Circumstances): Step {
  if (incident.stage === 'resolved') return told(incident, 'resolved')
  const due = dueOf(incident, when)
  if (due === null) return { incident, pages: [] }
  const sent: Page = { ...due, number: incident.pages + 1 }
  const next = {
    ...incident,
    owed: null,
    level: due.level,
    reached: Math.max(incident.reached, due.level),
    pages: sent.number,
    pagedAt: when.now,
  }
  return { incident: next, pages: [sent] }
}

interface Due {
  reason: PageReason
  level: number
}

function dueOf(incident: Incident, { now, policy, muted }: Circumstances): Due | null {
  // Recovering, it may be over: nobody is called while that is being made sure of.
  if (incident.stage !== 'open' || muted) return null
  const { severity, snoozedUntil, owed } = incident
  if (rank(severity) > rank(policy.pageFrom) || (snoozedUntil !== null && snoozedUntil > now)) return null
  if (!mayPage(policy, severity, now)) return null
  if (owed !== null) return { reason: owed, level: 1 }
  return incident.acknowledged === null ? overdue(incident, now, policy) : null
}

function mayPage({ hours, quiet }: IncidentPolicy, severity: Severity, now: number): boolean {
  const [may, mustNot] = [hours[severity], quiet[severity]]
  return (may === undefined || isWithin(may, now)) && (mustNot === undefined || !isWithin(mustNot, now))
}

/** The clock of the severity has run out since the last page: the next of the chain, and at its end the same again. */
function overdue(incident: Incident, now: number, { acknowledge, chain }: IncidentPolicy): Due | null {
  const from = Math.max(incident.clockFrom, incident.pagedAt ?? 0)
  if (now - from < acknowledge[incident.severity] * 60_000) return null
  const level = Math.min(incident.level + 1, chain.length)
  return { reason: level > incident.level ? 'escalated' : 'reminder', level: Math.max(level, 1) }
}
