import { describe, expect, test } from 'vitest'
import { observe, tick, type Observation } from '../../../functions/incidents/observe.ts'
import type { Step } from '../../../functions/incidents/machine.ts'
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

const run = (own: Partial<Observation> = {}): Observation => ({
  findings: [],
  unknowns: [],
  made: ALL,
  covered: ALL,
  ...own,
})

const moment = (minutes: number) => ({ now: MONDAY + minutes * MINUTE, policy: policy(), maintenance: false })

/** Runs one after another, five minutes apart; the steps of the last. */
function after(...runs: Observation[]): Step[] {
  let steps: Step[] = []
  for (const [i, seen] of runs.entries()) {
    const open = steps.map(({ incident }) => incident).filter(({ stage }) => stage !== 'resolved')
    steps = observe(open, seen, moment(i * 5))
  }
  return steps
}

const told = (steps: readonly Step[]) =>
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
      findings: ['drift:column:public.a.b', 'drift:index:public.i'],
    })
  })

  test('what asks for nothing is no incident', () => {
    expect(after(run({ findings: [missing('table:public.z', null, 'info')] }))).toEqual([])
  })
})

describe('what could not be looked at', () => {
  const drifted = run({ findings: [missing('table:public.z', null)] })

  test('is no end of an incident', () => {
    const blind = run({ unknowns: [unknown('drift')], covered: new Set<CheckName>(['journal']) })
    expect(told(after(drifted, blind))).toEqual(['drift:table:public.z open', 'unknown:drift open opened'])
  })

  test('a check that was not made says nothing of its incidents', () => {
    const other = new Set<CheckName>(['journal'])
    expect(told(after(drifted, run({ made: other, covered: other })))).toEqual(['drift:table:public.z open'])
    expect(told(after(drifted, run()))).toEqual(['drift:table:public.z resolved resolved'])
  })

  test('a target that is down is one incident, after two looks, and mutes the others', () => {
    const down = run({ unknowns: [unknown('connectivity')], covered: new Set<CheckName>() })
    expect(told(after(drifted, down))).toEqual(['drift:table:public.z open', 'connectivity suspect'])
    const steps = after(drifted, down, down)
    expect(told(steps)).toEqual(['drift:table:public.z open', 'connectivity open opened'])
    const later = tick(
      steps.map(({ incident }) => incident),
      moment(24 * 60),
    )
    expect(told(later)).toEqual(['drift:table:public.z open', 'connectivity open escalated'])
  })

  test('back again, it takes two looks to be believed', () => {
    const down = run({ unknowns: [unknown('connectivity')], covered: new Set<CheckName>() })
    expect(told(after(down, down, run()))).toEqual(['connectivity recovering'])
    expect(told(after(down, down, run(), run()))).toEqual(['connectivity resolved resolved'])
  })
})
