import { expect, test } from 'vitest'
import { NO_SAMPLES, type Passes } from '../../../functions/model/health.ts'
import type { Look } from '../../../functions/model/run.ts'
import { healthRequest, withStanding } from '../../../functions/run/health/due.ts'

const pass = (began: number | null): Passes => ({ 'public.t.fk': { began, next: 9, pages: 90, found: 0, ended: null } })

const requestOf = (suites: Parameters<typeof healthRequest>[0], passes: Passes) =>
  healthRequest(suites, {
    thresholds: {},
    samples: { ...NO_SAMPLES, passes },
    open: [],
    readings: { days: [], hours: [] },
  })

test('a tick goes on with a pass over a big table that a daily run began, and with none that has ended', () => {
  const under = requestOf(['tick'], pass(1))
  expect([under.goOn, under.ids.includes('orphan-rows'), under.series]).toEqual([true, true, false])
  const ended = requestOf(['tick'], pass(null))
  expect([ended.goOn, ended.ids.includes('orphan-rows')]).toEqual([false, false])
  const daily = requestOf(['tick', 'daily'], pass(1))
  expect([daily.goOn, daily.ids.filter((id) => id === 'orphan-rows'), daily.series]).toEqual([
    false,
    ['orphan-rows'],
    true,
  ])
})

const unknown = (key: string, reason = 'before') =>
  ({ key, check: 'health', subject: key, reason, mend: null }) as const
const looked = (unknowns: Look['unknowns']): Look => ({
  checks: ['health'],
  status: 'pass',
  findings: [],
  unknowns,
  position: null,
  blueprint: null,
  postgres: null,
  figures: { ms: 1, roundTrips: 1, bytes: 1 },
  health: [],
})

test('what a pass came to replaces what was said of it before; what else a daily check could not see stands', () => {
  const before = {
    ...looked([unknown('health:daily:orphan-rows:public.t.fk'), unknown('health:daily:sequences:public.s')]),
  }
  const after = (goneOn: boolean, ...unknowns: Look['unknowns']) =>
    withStanding(looked(unknowns), { suites: ['tick'], goneOn }, before).unknowns.map(
      ({ key, reason }) => `${key} ${reason}`,
    )
  expect(after(true)).toEqual(['health:daily:sequences:public.s before'])
  expect(after(true, unknown('health:daily:orphan-rows:public.t.fk', 'seen 80 %'))).toEqual([
    'health:daily:orphan-rows:public.t.fk seen 80 %',
    'health:daily:sequences:public.s before',
  ])
  expect(after(false)).toEqual([
    'health:daily:orphan-rows:public.t.fk before',
    'health:daily:sequences:public.s before',
  ])
})
