import { describe, expect, test } from 'vitest'
import type { Climber } from '../../../functions/backup/climber.ts'
import { climb } from '../../../functions/backup/ladder.ts'
import { lookAtBackups } from '../../../functions/backup/look.ts'
import { LogicalBackup } from '../../../functions/model/backup/logical.ts'
import type { Rung } from '../../../functions/model/backup/policy.ts'
import type { ApiFault } from '../../../scripts/management-api/faults.ts'
import { dailyBackups, freeProject, paidProject, type Platform } from '../../../scripts/management-api/platform.ts'
import { RateLimit } from '../../../scripts/management-api/rate.ts'
import { Clock, virtualWorld } from './clock.ts'

const START = Date.UTC(2026, 2, 1, 12)
const HOUR = 3_600_000

interface Scene {
  rung: Rung
  project?: Partial<Platform>
  faults?: (ApiFault | null)[]
  /** When the restore point was asked for, ms. */
  askedAt?: number
  logical?: Partial<LogicalBackup> | null
  rate?: RateLimit
  budget?: number
}

const backup = (change: Partial<LogicalBackup>): LogicalBackup =>
  LogicalBackup.parse({
    id: 'l1',
    target: 'shop',
    takenAt: START - HOUR,
    finishedAt: START - HOUR,
    where: 'r2://b/1',
    bytes: 1,
    tables: 1,
    rows: 1,
    serverVersion: '17.9',
    catalogDigest: 'c'.repeat(64),
    manifestSha256: '0'.repeat(64),
    verified: null,
    ...change,
  })

const refuse = () => Promise.reject(new Error('nothing is asked for'))
const never: Climber['dispatch']['intent'] = { askedAt: null, run: null, write: refuse, confirm: refuse }

/** Climbs with one rung that is enough; how long that took by the clock, s. */
async function onRung({ rung, project, faults = [], askedAt, logical, rate, budget = 60_000 }: Scene) {
  const clock = new Clock(START)
  const platform = paidProject(project)
  const world = virtualWorld(clock, { platform, fault: () => faults.shift() ?? null, ...(rate && { rate }) })
  const intent: Climber['intent'] = {
    askedAt: askedAt ?? null,
    write: async (now) => void (intent.askedAt = now),
  }
  const climber: Climber = {
    world,
    policy: { enough: [rung], maxAge: 24 * HOUR, pitrLag: 240_000, maxProofAge: 720 * HOUR },
    way: { api: 'https://api.test', projectRef: platform.ref, token: platform.token },
    target: 'shop',
    point: 'pl-1',
    intent,
    dispatch: { way: null, intent: never },
    latestLogical: async () => (logical == null ? null : backup(logical)),
  }
  const done = await climb(climber, budget)
  const miss = done.tried.find((one) => one.rung === rung)
  return { done, miss, took: Math.round((clock.now - START) / 1000), made: platform.made }
}

const said = async (scene: Scene) => {
  const { done, miss } = await onRung(scene)
  return miss === undefined ? done.verdict : `${done.verdict}: ${miss.state}: ${miss.reason}`
}

const window = (pitr: Platform['pitr']) => said({ rung: 'pitr', project: { pitr } })

const says = async (logical: Scene['logical']) =>
  (await onRung({ rung: 'logical', logical: logical ?? null })).done.guarantee?.says

const daily = (backups: Platform['backups']) => onRung({ rung: 'physical', project: { backups } })

const listed = (backups: unknown) => ({
  status: 200,
  body: JSON.stringify({ pitr_enabled: false, backups, later: 1 }),
})

describe('a restore point', () => {
  test('is waited for as long as there is time', async () => {
    expect(await onRung({ rung: 'restore-point', project: { pointTakes: 25_000 } })).toMatchObject({
      done: { verdict: 'go', evidence: { id: 'pl-1', detail: { status: 'AVAILABLE' } } },
      made: ['pl-1'],
    })
    expect(await said({ rung: 'restore-point', project: { pointTakes: 90_000 } })).toMatch(
      /^unknown: unknown: the restore point pl-1 is not ready yet \(PENDING\)/,
    )
  })

  test.each<[string, Omit<Scene, 'rung'>, RegExp]>([
    ['that fails', { project: { pointEnds: 'FAILED' } }, /^refuse: failed: .*FAILED/],
    ['that is taken away', { project: { pointEnds: 'REMOVED', pointTakes: 0 } }, /^refuse: failed: .*REMOVED/],
    ['that costs more', { project: { restorePoints: 402 } }, /^refuse: notOnPlan: .*402: Feature requires/],
    ['that is not for everybody', { project: { restorePoints: 403 } }, /^refuse: notOnPlan: .*403/],
    [
      'that the token may not make',
      { faults: [null, { status: 403, body: '{"message":"token lacks a scope"}' }] },
      /^refuse: failed: .*scope/,
    ],
    ['with a wrong token', { faults: [{ status: 401 }] }, /^refuse: failed: the access token was refused \(401\)/],
    ['that the API does not take', { faults: [null, { status: 400, body: '{}' }] }, /^refuse: failed: .*400/],
    ['that leads elsewhere', { faults: [{ status: 302, headers: { Location: 'https://x.test' } }] }, /^refuse: failed/],
    [
      'while the rate limit lasts',
      { faults: [{ status: 429, headers: { 'Retry-After': '59' } }] },
      /^unknown: unknown: .*429, 120 a minute/,
    ],
    [
      'that was asked for a moment ago, and does not show',
      { askedAt: START - 1000, budget: 10_000 },
      /^unknown: unknown: .*does not show yet/,
    ],
    [
      'of the same key, but of last week',
      { project: { points: [{ name: 'pl-1', shownAt: 0, endsAt: START - 170 * HOUR, status: 'AVAILABLE' }] } },
      /^refuse: absent: .*170 h old/,
    ],
  ])('%s', async (_, scene, what) => {
    expect(await said({ rung: 'restore-point', ...scene })).toMatch(what)
  })

  test('that was asked for long ago and never showed is asked for again', async () => {
    expect(await onRung({ rung: 'restore-point', askedAt: START - HOUR })).toMatchObject({ made: ['pl-1'] })
  })

  test('whose request failed, or was answered with another’s, is asked for again when it could no longer show', async () => {
    const other = { status: 201, body: JSON.stringify({ name: 'other', status: 'AVAILABLE', completed_on: null }) }
    for (const fault of [{ status: 500 }, { reset: true as const, done: false }, other]) {
      const { done, made, took } = await onRung({ rung: 'restore-point', faults: [null, fault], budget: 120_000 })
      expect([done.verdict, made]).toEqual(['go', ['pl-1']])
      expect(took).toBeGreaterThan(29)
    }
  })

  test('behind a rate limit that ends in time is made, once', async () => {
    const rate = new RateLimit(2)
    const { done, made, took } = await onRung({ rung: 'restore-point', rate, budget: 240_000 })
    expect([done.verdict, made.length]).toEqual(['go', 1])
    expect(took).toBeGreaterThan(59)
  })
})

describe('point-in-time recovery', () => {
  test('holds where its window is seen to reach up to now', async () => {
    expect(await onRung({ rung: 'pitr', project: { pitr: { earliest: 0, lag: 100_000 } } })).toMatchObject({
      done: { verdict: 'go', guarantee: { rpoMs: expect.closeTo(100_000, -4) } },
    })
    expect(await window(null)).toMatch(/^refuse: notOnPlan: .*add-on/)
    expect(await window({ earliest: 0, lag: 241_000 })).toMatch(/^unknown: unknown: .*covers only up to .*T11:5/)
    expect(await window({ earliest: START, lag: 60_000 })).toMatch(/^unknown: unknown: .*cannot be/)
    expect(await window({ earliest: 0, lag: -HOUR })).toMatch(/^unknown: unknown: .*the clocks differ/)
  })

  test('without a window yet is unknown', async () => {
    const body = JSON.stringify({ pitr_enabled: true, backups: [], physical_backup_data: {} })
    const faults = Array.from({ length: 9 }, () => ({ status: 200, body }))
    expect(await said({ rung: 'pitr', faults })).toMatch(/^unknown: unknown: .*no window yet/)
  })
})

describe('a logical backup', () => {
  test.each<[string, Scene['logical'], RegExp]>([
    ['on record', {}, /^go$/],
    ['none', null, /^refuse: absent: no logical backup is on record/],
    ['too old', { takenAt: START - 25 * HOUR }, /^refuse: absent: .*25 h old; 24 h is the limit/],
    ['from the future', { takenAt: START + HOUR }, /^refuse: absent: .*future/],
    [
      'whose restore failed',
      { verified: { at: START, durationMs: 1, ok: false, compared: {} } },
      /^refuse: absent: the restore of .* failed/,
    ],
  ])('%s', async (_, logical, what) => {
    expect(await said({ rung: 'logical', logical: logical ?? null })).toMatch(what)
  })

  test('says whether a restore of it was proven', async () => {
    expect(await says({})).toContain('no restore of it was ever tried')
    expect(await says({ verified: { at: START, durationMs: 1, ok: true, compared: {} } })).toContain('was proven')
  })
})

describe('a daily backup', () => {
  const one = { id: 7, insertedAt: START - HOUR, endsAt: START - HOUR, status: 'COMPLETED', physical: false } as const

  test.each<[string, Platform['backups'], RegExp]>([
    ['young enough', [one], /^go$/],
    ['too old', dailyBackups(START, { age: 25 * HOUR }), /^refuse: absent: .*25 h old/],
    ['of a project without any', [], /^refuse: absent: .*free plan/],
    [
      'that failed',
      [{ ...one, status: 'FAILED' }],
      /^refuse: absent: no backup .* COMPLETED; the newest, 7, is FAILED/,
    ],
    ['from the future', [{ ...one, insertedAt: START + HOUR }], /^refuse/],
    ['under way, and not done in time', [{ ...one, endsAt: START + HOUR }], /^unknown: unknown: .*under way/],
  ])('%s', async (_, backups, what) => {
    expect(await said({ rung: 'physical', project: { backups } })).toMatch(what)
  })

  test('under way is waited for, while none before it is young enough', async () => {
    const { done, took } = await daily([{ ...one, endsAt: START + 20_000 }])
    expect([done.verdict, took]).toEqual(['go', expect.closeTo(22, -1)])
    expect((await daily([{ ...one, id: 8, endsAt: START + HOUR }, one])).took).toBe(0)
  })

  test('words and fields of later versions are let pass; what is no list of backups is not believed', async () => {
    const known = { id: 'b-1', is_physical_backup: true, status: 'COMPLETED', inserted_at: '2026-03-01 11:00:00', x: 1 }
    const newer = { ...known, id: 2, status: 'ON_HOLD', inserted_at: '2026-03-01T11:30:00+00:00' }
    expect(await said({ rung: 'physical', faults: [listed([newer, known])] })).toBe('go')
    const never = (fault: ApiFault) => said({ rung: 'physical', faults: Array.from({ length: 20 }, () => fault) })
    expect(await never(listed([{ ...known, inserted_at: 'noon' }]))).toMatch(/^unknown: unknown: .*something else/)
    expect(await never({ status: 200, body: '<html>' })).toMatch(/^unknown: unknown: .*something else/)
    expect(await never({ reset: true, done: false })).toMatch(/^unknown: unknown: .*socket hang up/)
    expect(await never({ blackhole: true, done: false })).toMatch(/^unknown: unknown: .*did not answer in time/)
    expect(await said({ rung: 'physical', faults: [{ status: 404 }] })).toMatch(/^refuse: failed: .*no such project/)
  })
})

test('without a way to the platform, only what is on record counts', async () => {
  const clock = new Clock(START)
  const world = virtualWorld(clock, { platform: paidProject(), fault: () => null })
  const climber: Climber = {
    world,
    policy: {
      enough: ['restore-point', 'pitr', 'logical', 'physical'],
      maxAge: 24 * HOUR,
      pitrLag: 240_000,
      maxProofAge: 720 * HOUR,
    },
    way: { reason: 'none is configured', mend: 'configure one' },
    target: 'shop',
    point: 'pl-1',
    dispatch: { way: null, intent: never },
    intent: never,
    latestLogical: async () => backup({}),
  }
  expect(await climb(climber, 60_000)).toMatchObject({
    verdict: 'go',
    rung: 'logical',
    tried: [{}, { mend: 'configure one' }],
  })
})

test('looking at a free project changes nothing and says what the plan lacks', async () => {
  const platform = freeProject()
  const world = virtualWorld(new Clock(START), { platform, fault: () => null })
  const way = { api: 'https://api.test', projectRef: platform.ref, token: platform.token }
  expect(await lookAtBackups(world, way)).toMatchObject({
    platform: { physical: [], pitr: { enabled: false } },
    points: { state: 'notOnPlan' },
  })
  expect(platform.made).toEqual([])
})
