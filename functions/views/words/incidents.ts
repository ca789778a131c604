import type { Finding, Unknown } from '../../model/finding.ts'
import type { IncidentRecord } from '../../model/incident-record.ts'
import type { Stage } from '../../model/incident.ts'
import type { RunStatus } from '../../model/run.ts'
import { age } from '../age.ts'
import { words } from '../words.ts'
import { brief, sentence, stamp } from './text.ts'

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

/** How an incident stands, in words: `open since 3 h ago, acknowledged by ann`. */
export function standingOf({ incident }: Pick<IncidentRecord, 'incident'>, now: number): string {
  const { stage, since, resolvedAt, acknowledged, snoozedUntil } = incident
  if (stage === 'resolved')
    return `resolved ${age(resolvedAt ?? since, now)} after ${span((resolvedAt ?? since) - since)}`
  const snoozed = snoozedUntil !== null && snoozedUntil > now ? [`snoozed until ${stamp(snoozedUntil)}`] : []
  const taken = acknowledged === null ? 'acknowledged by nobody' : `acknowledged by ${acknowledged.by}`
  return [`${stage} since ${age(since, now)}`, taken, ...snoozed].join(', ')
}

/** A length of time in its largest whole unit. */
export const span = (ms: number): string => age(0, Math.max(ms, 0)).replace(/ ago$/, '').replace('just now', 'a moment')

/** The colour of a stage. */
export const toneOfStage = (stage: Stage): RunStatus =>
  stage === 'resolved' ? 'pass' : stage === 'recovering' ? 'warn' : 'fail'
