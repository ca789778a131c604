import { severityRank, type Severity } from '../model/finding.ts'
import type { Notification } from '../model/notification.ts'
import { count, sentence, stamp } from '../views/words/text.ts'
import type { Letter, Link } from './channel.ts'
import { fit, line } from './text.ts'

/** How a message is to look: as grave as its incident, over, or neither. */
export type Tone = Severity | 'over' | 'plain'

export interface Told {
  severity: Severity
  key: string
  title: string
  /** SQL or commands, exact: they are copied. */
  mend: string
}

/** What every channel says in its own markup. Texts are as they came: each channel makes them harmless. */
export interface Message {
  tone: Tone
  /** How grave, and where: our own words and a target’s name, nothing that came from a database. */
  heading: string
  /** One line that stands alone. */
  headline: string
  /** Why it is sent just now. */
  why: string
  facts: { label: string; value: string }[]
  paragraphs: string[]
  findings: Told[]
  /** How many findings are not among them. */
  more: number
  links: readonly Link[]
}

/** As many findings as anybody reads in a message; the page has all. */
const SHOWN = 5

type About<K extends Notification['about']['kind']> = Extract<Notification['about'], { kind: K }>

/** The words of a letter. */
export function messageOf({ notification, links }: Pick<Letter, 'notification' | 'links'>): Message {
  const { about } = notification
  switch (about.kind) {
    case 'incident':
      return ofIncident(notification, about, links)
    case 'announcement':
      return ofMigration(notification, about, links)
    case 'test':
      return {
        tone: 'plain',
        heading: 'Plumbline',
        headline: 'Plumbline: this channel works',
        why: `${fit(line(about.by), 80)} asked for a test message. Nothing is wrong.`,
        facts: [{ label: 'Sent', value: stamp(notification.at) }],
        paragraphs: [],
        findings: [],
        more: 0,
        links,
      }
  }
}

const REASONS = {
  opened: 'Opened.',
  raised: 'It is worse than it was.',
  reminder: 'Nobody has acknowledged it yet.',
  escalated: 'Nobody acknowledged it in time: you are next.',
  acknowledged: 'Somebody has taken it on.',
  resolved: 'It is over: nothing is left to do.',
} as const satisfies Record<About<'incident'>['reason'], string>

function ofIncident({ target }: Notification, about: About<'incident'>, links: readonly Link[]): Message {
  const { stage, severity, reason, title, since, level, acknowledgedBy } = about
  const over = stage === 'resolved' || reason === 'resolved'
  const findings = about.findings.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const heading = `${over ? 'Resolved' : sentence(severity)} · ${target}`
  return {
    tone: over ? 'over' : severity,
    heading,
    headline: `${heading} · ${line(title)}`,
    why: REASONS[reason],
    facts: [
      { label: 'Target', value: target },
      { label: 'Severity', value: severity },
      { label: 'State', value: stage },
      { label: 'Since', value: stamp(since) },
      ...(level > 1 ? [{ label: 'Level', value: String(level) }] : []),
      ...(acknowledgedBy === null ? [] : [{ label: 'Acknowledged by', value: line(acknowledgedBy) }]),
    ],
    paragraphs: [],
    findings: over ? [] : findings.slice(0, SHOWN).map((one) => ({ ...one, mend: one.mend.join('\n') })),
    more: over ? 0 : Math.max(0, (about.total ?? findings.length) - SHOWN),
    links: over ? links.slice(0, 1) : links,
  }
}

const STEPS = {
  announced: 'A migration is to come.',
  reminder: 'A migration comes soon.',
  started: 'The migration has started.',
  update: 'How the migration goes.',
  done: 'The migration is done.',
  cancelled: 'The migration will not be run.',
} as const satisfies Record<About<'announcement'>['step'], string>

const ofMigration = ({ target }: Notification, about: About<'announcement'>, links: readonly Link[]): Message => ({
  tone: about.step === 'done' ? 'over' : 'plain',
  heading: `Migration · ${target}`,
  headline: `Migration · ${target} · ${line(about.title)}`,
  why: STEPS[about.step],
  facts: [{ label: 'Target', value: target }],
  paragraphs: about.body,
  findings: [],
  more: 0,
  links,
})

/** What is said of findings that are left out; '' where none are. */
export const moreSaid = (more: number): string => (more === 0 ? '' : `… and ${count(more, 'more finding')}`)

/** Whether this is the last that is told of it. */
export const isLast = ({ about }: Notification): boolean =>
  about.kind === 'incident'
    ? about.stage === 'resolved' || about.reason === 'resolved'
    : about.kind === 'announcement' && (about.step === 'done' || about.step === 'cancelled')
