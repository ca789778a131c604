import type { IncidentEntry } from '../../model/incident-record.ts'
import { visible } from '../text/lines.ts'
import { count, list, stamp } from '../words/text.ts'

const REASONS = {
  opened: 'it opened',
  raised: 'it became worse',
  reminder: 'nobody acknowledged it',
  escalated: 'nobody acknowledged it',
  acknowledged: 'somebody acknowledged it',
  resolved: 'it is over',
} as const

/** A line of a timeline in one sentence without a full stop. */
export function entryText(entry: IncidentEntry): string {
  return visible(textOf(entry))
}

function textOf(entry: IncidentEntry): string {
  switch (entry.what) {
    case 'opened':
      return `opened as ${entry.severity} with ${count(entry.findings, 'finding')}`
    case 'raised':
      return `became ${entry.to}, worse than it ever was (${entry.from}); an acknowledgement no longer holds`
    case 'severity':
      return `is ${entry.to} now, it was ${entry.from}`
    case 'changed':
      return changedText(entry)
    case 'recovering':
      return 'was not seen; it is looked at once more before that is believed'
    case 'back':
      return 'was seen again'
    case 'acknowledged':
      return `acknowledged by ${entry.by}`
    case 'snoozed':
      return `snoozed by ${entry.by} until ${stamp(entry.until)}`
    case 'woken':
      return 'the snooze is over'
    case 'commented':
      return `comment by ${entry.by}: ${entry.text}`
    case 'paged':
      return pagedText(entry)
    case 'edited':
      return `the document’s ${list(entry.sections)} written by ${entry.by}`
    case 'resolved':
      return entry.by === null ? 'resolved: it is no longer there' : `resolved by ${entry.by}`
  }
}

function changedText({ came, gone, of }: Extract<IncidentEntry, { what: 'changed' }>): string {
  const more = of - came.length - gone.length
  return [
    ...(came.length > 0 ? [`came: ${came.join(', ')}`] : []),
    ...(gone.length > 0 ? [`gone: ${gone.join(', ')}`] : []),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('; ')
}

const pagedText = ({ channels, reason, level, key }: Extract<IncidentEntry, { what: 'paged' }>): string =>
  channels.length === 0
    ? `nobody was told that ${REASONS[reason]}: level ${level} of the chain has no channel that is configured`
    : `a message to ${list(channels)}: ${REASONS[reason]} (level ${level}, ${key})`
