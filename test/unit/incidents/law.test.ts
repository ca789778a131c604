import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWithin } from '../../../functions/incidents/hours.ts'
import { begin, step, type Circumstances } from '../../../functions/incidents/machine.ts'
import { Severity } from '../../../functions/model/finding.ts'
import type { Incident, IncidentEvent, Page, PageReason } from '../../../functions/model/incident.ts'
import { IncidentPolicy } from '../../../functions/model/incident-policy.ts'
import { MINUTE, MONDAY } from './build.ts'

const RUNS = Number(process.env.PLUMBLINE_SEQUENCES ?? 100_000)

const severities = fc.constantFrom(...Severity.options)
const events: fc.Arbitrary<IncidentEvent> = fc.oneof(
  { weight: 4, arbitrary: severities.map((severity) => ({ type: 'seen', severity, findings: [] }) as const) },
  { weight: 3, arbitrary: fc.constant({ type: 'absent' } as const) },
  { weight: 4, arbitrary: fc.constant({ type: 'tick' } as const) },
  fc.constant({ type: 'unknown' } as const),
  fc.constant({ type: 'acknowledge', by: 'ann' } as const),
  fc.nat(600).map((minutes) => ({ type: 'snooze', by: 'ann', until: MONDAY + minutes * MINUTE }) as const),
  fc.constant({ type: 'resolve', by: 'ann' } as const),
)

const happening = fc.record({
  after: fc.nat(60),
  event: events,
  muted: fc.constantFrom(false, false, true),
  maintenance: fc.constantFrom(false, false, false, true),
})

const policies = fc.constantFrom(
  IncidentPolicy.parse({}),
  IncidentPolicy.parse({ pageFrom: 'medium', chain: ['one'] }),
  IncidentPolicy.parse({
    hours: { low: {}, medium: { zone: 'Asia/Kolkata' }, critical: { from: '00:00', to: '24:00' } },
  }),
  IncidentPolicy.parse({
    chain: [['pager', 'chat'], 'lead'],
    quiet: { high: { days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' } },
  }),
)
const thresholds = fc.record({ failures: fc.integer({ min: 1, max: 3 }), successes: fc.integer({ min: 1, max: 3 }) })

interface Lived {
  before: Incident | null
  after: Incident
  event: IncidentEvent
  when: Circumstances
  pages: Page[]
}

/** Plays a sequence: every incident with its steps, in order. */
function live(
  happenings: readonly { after: number; event: IncidentEvent; muted: boolean; maintenance: boolean }[],
  shared: Pick<Circumstances, 'policy' | 'threshold'>,
): Lived[][] {
  const lives: Lived[][] = []
  let now = MONDAY
  for (const { after, event, muted, maintenance } of happenings) {
    now += after * MINUTE
    const when = { now, muted, maintenance, ...shared }
    const before = lives.at(-1)?.at(-1)?.after ?? null
    if (before === null || before.stage === 'resolved') {
      if (event.type !== 'seen') continue
      const { incident, pages } = begin('drift:table:a', event, when)
      lives.push([{ before: null, after: incident, event, when, pages }])
    } else {
      const { incident, pages } = step(before, event, when)
      lives.at(-1)?.push({ before, after: incident, event, when, pages })
    }
  }
  return lives
}

test(`of ${RUNS} sequences of events none breaks a law`, () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 24 }), policies, thresholds, (happenings, policy, threshold) => {
      const broken = live(happenings, { policy, threshold }).flatMap((steps) => brokenBy(steps, threshold.failures))
      expect(broken).toEqual([])
    }),
    { numRuns: RUNS },
  )
}, 600_000)

/** The laws that one incident's life breaks. */
function brokenBy(steps: readonly Lived[], failures: number): string[] {
  const pages = steps.flatMap((one) => one.pages)
  const ends = pages.filter(({ reason }) => reason === 'resolved')
  const ended = steps.at(-1)?.after.stage === 'resolved'
  const laws = [
    [
      'pages are numbered without a gap, so that no key is used twice',
      pages.every(({ number }, i) => number === i + 1),
    ],
    [
      'who was told of the beginning is told of the end once',
      ends.length === (ended && pages.length > ends.length ? 1 : 0),
    ],
    ['the end is told last', ends.length === 0 || pages.at(-1) === ends[0]],
    ['an event sends one page at most', steps.every((one) => one.pages.length <= 1)],
    ['nobody is paged for n − 1 failures', opensAfter(steps) >= failures],
    [
      'muted, only what a person does is told',
      steps.every((one) => !one.when.muted || isPersons(one.event) || one.pages.length === 0),
    ],
    [
      'an acknowledgement is told once, unless it lapsed',
      steps.every(({ before, event, pages: sent }) =>
        sent.every(
          ({ reason }) =>
            (reason === 'acknowledged') === (event.type === 'acknowledge' && before?.acknowledged === null),
        ),
      ),
    ],
    [
      'nothing is raised while a deploy is under way',
      steps.every(
        ({ when, before, pages: sent }) =>
          !when.maintenance || before?.owed === 'raised' || sent.every(({ reason }) => reason !== 'raised'),
      ),
    ],
    [
      'at an hour that is quiet nobody is called',
      steps.every(({ when: { now, policy }, after, pages: sent }) => {
        const quiet = policy.quiet[after.severity]
        return quiet === undefined || !isWithin(quiet, now) || sent.every(({ reason }) => ENDS.includes(reason))
      }),
    ],
    ['at a tick nothing stays overdue', steps.every((one) => !isOverdue(one) || one.pages.length === 1)],
    [
      'nobody of the chain is passed over, and only its end is told again',
      steps.every(({ pages: sent, before, when }) => sent.every((page) => followsChain(page, before, when))),
    ],
  ] as const
  return laws.flatMap(([law, held]) => (held ? [] : [law]))
}

/** The most often in a row that the cause had been seen when the first page was sent; Infinity where none was. */
function opensAfter(steps: readonly Lived[]): number {
  let [inARow, most] = [0, 0]
  for (const { event, when, pages } of steps) {
    if (event.type === 'seen' && !when.muted) inARow += 1
    if (event.type === 'absent' && !when.muted) inARow = 0
    most = Math.max(most, inARow)
    if (pages.length > 0) return most
  }
  return Infinity
}

/** A tick that finds an open incident which nobody acknowledged or silenced, whose clock ran out at an hour when it may page. */
function isOverdue({ before, event, when: { now, policy, muted } }: Lived): boolean {
  if (before === null || event.type !== 'tick' || muted || before.stage !== 'open') return false
  if (before.acknowledged !== null || before.snoozedUntil !== null) return false
  if (policy.hours[before.severity] !== undefined || policy.quiet[before.severity] !== undefined) return false
  if (rank(before.severity) > rank(policy.pageFrom)) return false
  const since = Math.max(before.clockFrom, before.pagedAt ?? 0)
  return before.owed !== null || now - since >= policy.acknowledge[before.severity] * MINUTE
}

function followsChain({ reason, level }: Page, before: Incident | null, { policy }: Circumstances): boolean {
  if (ENDS.includes(reason)) return level === before?.reached
  if (reason === 'reminder' && level !== policy.chain.length) return false
  return level >= 1 && level <= policy.chain.length && level <= (before?.level ?? 0) + 1
}

/** What is told of what a person did, or of the end. */
const ENDS: readonly PageReason[] = ['acknowledged', 'resolved']
const isPersons = ({ type }: IncidentEvent) => type === 'resolve' || type === 'acknowledge'

const rank = (severity: Severity) => Severity.options.indexOf(severity)
