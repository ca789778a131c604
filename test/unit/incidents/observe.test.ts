import { describe, expect, test } from 'vitest'
import { observe, tick, type Observation, type Observed } from '../../../functions/incidents/observe.ts'
import { entriesOf } from '../../../functions/incidents/timeline.ts'
import { CheckName, type Finding, type Severity, type Unknown } from '../../../functions/model/finding.ts'
import { MINUTE, MONDAY, policy } from './build.ts'

const ALL = new Set(CheckName.options)

const missing = (name: string, migration: string | null, severity: Severity = 'high'): Finding => ({
  type: 'drift.missing',
  key: `drift:${name}`,
  fact: name,
  severity,
  migration,
  follows: [],
  mend: [],
  blueprint: '',
})

const unknown = (check: CheckName): Unknown => ({ key: `${check}:x`, check, subject: 'x', reason: 'y', mend: null })

const run = (
  own: Partial<Omit<Observation, 'findings'>> & { findings?: Finding[]; hidden?: Finding[] } = {},
): Observation => ({
  unknowns: [],
  made: ALL,
  ...own,
  findings: [
    ...(own.findings ?? []).map((finding) => ({ finding, seen: true })),
    ...(own.hidden ?? []).map((finding) => ({ finding, seen: false })),
  ],
})

const moment = (minutes: number) => ({ now: MONDAY + minutes * MINUTE, policy: policy(), maintenance: false })

const incidentsOf = (steps: readonly Observed[]) =>
  steps.map(({ incident }) => incident).filter(({ stage }) => stage !== 'resolved')

/** Runs one after another, five minutes apart; the steps of the last. */
function after(...runs: Observation[]): Observed[] {
  let steps: Observed[] = []
  for (const [i, seen] of runs.entries()) steps = observe(incidentsOf(steps), seen, moment(i * 5))
  return steps
}

const told = (steps: readonly Observed[]) =>
  steps.map(({ incident, pages }) => [incident.cause, incident.stage, ...pages.map(({ reason }) => reason)].join(' '))

describe('grouping', () => {
  test('what one migration lacks is one incident; another difference is its own', () => {
    const findings = [
      missing('column:public.a.b', '0006'),
      missing('index:public.i', '0006', 'critical'),
      missing('table:public.z', null),
    ]
    const steps = after(run({ findings }))
    expect(told(steps)).toEqual(['drift:migration:0006 open opened', 'drift:table:public.z open opened'])
    expect(steps[0]?.incident).toMatchObject({
      severity: 'critical',
      findings: ['drift:index:public.i', 'drift:column:public.a.b'],
    })
  })

  test('what came to light between the same two looks is one incident, whatever made it once', () => {
    const appeared = { after: { run: 'tick-1', at: 1 }, by: { run: 'tick-2', at: 2 } }
    const first = { after: null, by: { run: 'tick-1', at: 1 } }
    const findings = [
      { ...missing('table:public.a', '0001'), appeared },
      { ...missing('table:public.b', null), appeared },
      { ...missing('table:public.c', '0001'), appeared: first },
      { ...missing('table:public.d', null), appeared: first },
      { ...missing('table:public.e', null), appeared: first },
    ]
    expect(told(after(run({ findings })))).toEqual([
      'drift:appeared:tick-2 open opened',
      'drift:migration:0001 open opened',
      'drift:appeared:tick-1 open opened',
    ])
  })

  test('what asks for nothing is no incident', () => {
    expect(after(run({ findings: [missing('table:public.z', null, 'info')] }))).toEqual([])
  })
})

test('the end of what moves with every look is believed at the second', () => {
  const busy: Finding = {
    type: 'health.check',
    key: 'health:connections:all',
    severity: 'medium',
    id: 'connections',
    subject: 'all',
    value: 76,
    unit: '%',
    threshold: null,
    title: 'busy',
    what: '',
    why: '',
    mend: [],
  }
  const flapping = new Set(['health:connections'])
  const [high, low] = [
    { ...run({ findings: [busy] }), flapping },
    { ...run(), flapping },
  ]
  expect(told(after(high, low))).toEqual(['health:connections recovering'])
  expect(told(after(high, low, high))).toEqual(['health:connections open'])
  expect(told(after(high, low, low))).toEqual(['health:connections resolved resolved'])
  expect(told(after(run({ findings: [busy] }), run()))).toEqual(['health:connections resolved resolved'])
})

describe('what could not be looked at', () => {
  const lost = missing('table:public.z', null)
  const drifted = run({ findings: [lost] })
  const down = run({ unknowns: [unknown('connectivity')], hidden: [lost] })

  test('is no end of an incident', () => {
    const blind = run({ unknowns: [unknown('drift')], hidden: [lost] })
    expect(told(after(drifted, blind))).toEqual(['drift:table:public.z open', 'unknown:drift open opened'])
  })

  test('what several checks could not see for one reason is one incident; another reason is its own', () => {
    const elsewhere = { ...unknown('migrations'), reason: 'no folder was sent' }
    const steps = after(run({ unknowns: [unknown('snapshots'), unknown('journal'), elsewhere] }))
    expect(told(steps)).toEqual(['unknown:journal open opened', 'unknown:migrations open opened'])
    expect(steps[0]?.incident.findings).toEqual(['journal:x', 'snapshots:x'])
    expect(told(after(run({ unknowns: [unknown('journal'), unknown('snapshots')] }), run()))).toEqual([
      'unknown:journal resolved resolved',
    ])
  })

  test('a check that was not made says nothing of its incidents', () => {
    const other = new Set<CheckName>(['journal'])
    const unseen = run({ unknowns: [unknown('drift')] })
    expect(told(after(unseen, run({ made: other })))).toEqual(['unknown:drift open'])
    expect(told(after(unseen, run()))).toEqual(['unknown:drift resolved resolved'])
    expect(told(after(drifted, run({ made: other, hidden: [lost] })))).toEqual(['drift:table:public.z open'])
    expect(told(after(drifted, run()))).toEqual(['drift:table:public.z resolved resolved'])
  })

  test('no check was made: not even that the target is back is known', () => {
    const nothing = run({ made: new Set(), unknowns: [unknown('drift')] })
    expect(told(after(down, down, nothing))).toEqual(['connectivity open', 'unknown:drift suspect'])
  })

  test('a target that is down is one incident, after two looks, and mutes the others', () => {
    expect(told(after(drifted, down))).toEqual(['drift:table:public.z open', 'connectivity suspect'])
    const steps = after(drifted, down, down)
    expect(told(steps)).toEqual(['drift:table:public.z open', 'connectivity open opened'])
    const later = tick(
      steps.map(({ incident }) => incident),
      moment(24 * 60),
    )
    expect(told(later)).toEqual(['drift:table:public.z open', 'connectivity open escalated'])
  })

  test('a deploy excuses drift, and not that nobody can reach the target', () => {
    const window = { ...moment(0), maintenance: true }
    const steps = observe([], run({ findings: [lost], unknowns: [unknown('connectivity')] }), window)
    expect(told(observe(incidentsOf(steps), down, window))).toEqual([
      'drift:table:public.z suspect',
      'connectivity open opened',
    ])
  })

  test('back again, it takes two looks to be believed', () => {
    expect(told(after(down, down, run()))).toEqual(['connectivity recovering'])
    expect(told(after(down, down, run(), run()))).toEqual(['connectivity resolved resolved'])
  })
})

const lines = (steps: readonly Observed[]) => steps.flatMap(entriesOf)

describe('the timeline', () => {
  test('begins when an incident opens, and says what changes', () => {
    const [a, b] = [missing('column:public.a.b', '0006'), missing('index:public.i', '0006', 'critical')]
    const first = after(run({ findings: [a] }))
    expect(lines(first)).toEqual([{ what: 'opened', severity: 'high', findings: 1 }])
    const second = observe(incidentsOf(first), run({ findings: [a, b] }), moment(5))
    expect(lines(second)).toEqual([
      { what: 'raised', from: 'high', to: 'critical' },
      { what: 'changed', came: ['drift:index:public.i'], gone: [], of: 1 },
    ])
    const third = observe(incidentsOf(second), run({ findings: [a] }), moment(10))
    expect(lines(third)).toEqual([
      { what: 'severity', from: 'critical', to: 'high' },
      { what: 'changed', came: [], gone: ['drift:index:public.i'], of: 1 },
    ])
    expect(lines(observe(incidentsOf(third), run({ findings: [a] }), moment(15)))).toEqual([])
    expect(lines(observe(incidentsOf(third), run(), moment(15)))).toEqual([{ what: 'resolved', by: null }])
  })

  test('has nothing of what was only suspected', () => {
    const down = run({ unknowns: [unknown('connectivity')] })
    const once = after(down)
    expect(lines([...once, ...observe(incidentsOf(once), run(), moment(5))])).toEqual([])
  })
})

test('what the next look can tell by itself bothers nobody', () => {
  const first: Unknown = { ...unknown('health'), key: 'health:tick:what happened since the look before' }
  expect(told(after(run({ unknowns: [first] })))).toEqual([])
  expect(told(after(run({ unknowns: [unknown('health')] })))).toEqual(['unknown:health open opened'])
})
