import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Climb } from '../../../functions/model/backup/outcome.ts'
import { Rung } from '../../../functions/model/backup/policy.ts'
import { TargetConfig } from '../../../functions/model/target.ts'
import { backUp, type BackupAnswer } from '../../../functions/run/backup.ts'
import { noteLogicalBackup } from '../../../functions/store/logical-backups.ts'
import type { BackupFault } from '../../../scripts/management-api/faults.ts'
import {
  dailyBackups,
  isReady,
  paidProject,
  type Allowance,
  type Platform,
} from '../../../scripts/management-api/platform.ts'
import { sqliteD1 } from '../../support/d1.ts'
import { Clock, virtualWorld } from './clock.ts'

const START = Date.UTC(2026, 2, 1, 12)
const HOUR = 3_600_000
/** Longer than any lease. */
const LATER = 400_000
const RUNS = Number(process.env.LADDER_RUNS ?? 1200)

/** What happens to one await: the isolate dies there, or sleeps until another has gone on, or the await itself fails. */
interface Blow {
  at: number
  how: 'dies' | 'sleeps' | 'fails'
}

interface World {
  /** s */
  wait: number
  enough: Rung[]
  restorePoints: Allowance
  pointEnds: Platform['pointEnds']
  pointTakes: number
  pitrLag: number | null
  backupAge: number | null
  logicalAge: number | null
  faults: (BackupFault | null)[]
  blow: Blow
  /** After how long it is asked for again, ms; at last after longer than any lease. */
  again: number[]
}

const done = fc.boolean()
const later = fc.integer({ min: 0, max: 15_000 })
const fault: fc.Arbitrary<BackupFault> = fc.oneof(
  fc.record({ blackhole: fc.constant(true as const), done, later }),
  fc.record({ reset: fc.constant(true as const), done, later }),
  fc.record({
    status: fc.constantFrom(500, 502, 503),
    done,
    body: fc.constantFrom('', '<html>', '{"message":"boom"}'),
  }),
  fc.integer({ min: 1, max: 70 }).map((seconds) => ({ status: 429, headers: { 'Retry-After': String(seconds) } })),
  fc.constant({ cut: true as const }),
  fc.constantFrom(5, 400).map((drip) => ({ drip })),
  fc.constantFrom(900, 12_000).map((slow) => ({ slow })),
)
const world: fc.Arbitrary<World> = fc.record({
  wait: fc.constantFrom(4, 20, 60),
  enough: fc.subarray([...Rung.options], { minLength: 1 }),
  restorePoints: fc.constantFrom<Allowance>('yes', 'yes', 'yes', 402, 403),
  pointEnds: fc.constantFrom<Platform['pointEnds']>('AVAILABLE', 'AVAILABLE', 'AVAILABLE', 'FAILED', 'REMOVED'),
  pointTakes: fc.constantFrom(0, 3000, 20_000, 90_000),
  pitrLag: fc.constantFrom(null, 30_000, 110_000, 9 * HOUR),
  backupAge: fc.constantFrom(null, 2 * HOUR, 30 * HOUR),
  logicalAge: fc.constantFrom(null, null, HOUR, 40 * HOUR),
  faults: fc.array(fc.option(fault, { freq: 2 }), { maxLength: 12 }),
  blow: fc.record({
    at: fc.integer({ min: 0, max: 30 }),
    how: fc.constantFrom<Blow['how']>('dies', 'sleeps', 'fails'),
  }),
  again: fc.array(fc.constantFrom(10, 1000, 25_000, LATER), { maxLength: 3 }),
})

const target = 'shop'
const logicalBackup = (takenAt: number) => ({
  id: 'l1',
  target,
  takenAt,
  finishedAt: takenAt + 1000,
  where: 'r2://backups/shop',
  bytes: 1,
  tables: 1,
  rows: 1,
  serverVersion: '17.9',
  catalogDigest: 'd',
  manifestSha256: '0'.repeat(64),
  verified: null,
})

/** A project, a Worker's store and a clock, and the blow that falls once. */
async function staged(given: World) {
  const clock = new Clock(START)
  const { pitrLag, backupAge, logicalAge, restorePoints, pointEnds, pointTakes, enough } = given
  const platform = paidProject({
    restorePoints,
    pointEnds,
    pointTakes,
    pitr: pitrLag === null ? null : { earliest: START - 100 * HOUR, lag: pitrLag },
    backups: backupAge === null ? [] : dailyBackups(START, { age: backupAge }),
  })
  const blow = {
    left: given.blow.at,
    how: given.blow.how,
    fallen: Promise.withResolvers<void>(),
    wake: Promise.withResolvers<void>(),
    armed: false,
  }
  const around = async () => {
    if (!blow.armed || (blow.left -= 1) !== -1) return
    blow.fallen.resolve()
    if (blow.how === 'fails') throw new Error('the await failed')
    await (blow.how === 'dies' ? new Promise(() => {}) : blow.wake.promise)
  }
  const DB = sqliteD1('backups', around)
  if (logicalAge !== null) await noteLogicalBackup(DB, logicalBackup(START - logicalAge), START)
  const faults = [...given.faults]
  const real = virtualWorld(clock, { platform, fault: () => faults.shift() ?? null })
  const config = TargetConfig.parse({ url_secret: 'U', backup: { enough } })
  const context = {
    env: { DB },
    target: {
      name: target,
      config,
      backups: { api: 'https://api.test', projectRef: platform.ref, token: platform.token },
    },
    world: {
      ...real,
      sleep: (ms: number) => around().then(() => real.sleep(ms)),
      fetch: async (...args: Parameters<typeof fetch>) => {
        await around()
        const response = await real.fetch(...args)
        await around()
        return response
      },
    },
  }
  blow.armed = true
  const ask = () => backUp(context, 'deploy-1', { wait: given.wait })
  return { clock, platform, blow, ask, logicalAge, enough }
}

type Staged = Awaited<ReturnType<typeof staged>>

/** Whether what a climb relies on exists, by the project itself and not by what it answered. */
function exists({ platform, clock, logicalAge, enough }: Staged, climb: Climb): boolean {
  if (climb.verdict !== 'go' || !enough.includes(climb.rung)) return false
  const { id } = climb.evidence
  switch (climb.rung) {
    case 'restore-point':
      return platform.points.some((point) => point.name === id && isReady(point, clock.now))
    case 'pitr':
      return platform.pitr !== null && platform.pitr.lag <= 240_000
    case 'logical':
      return id === 'l1' && logicalAge !== null && logicalAge < 24 * HOUR
    case 'physical':
      return platform.backups.some(
        (backup) => String(backup.id) === id && isReady(backup, clock.now) && clock.now - backup.insertedAt < 25 * HOUR,
      )
  }
}

/** Whether there is anything to rely on, once nothing goes wrong any more. */
const hasWay = ({ enough, restorePoints, pointEnds, pitrLag, backupAge, logicalAge }: World) =>
  (enough.includes('restore-point') && restorePoints === 'yes' && pointEnds === 'AVAILABLE') ||
  (enough.includes('pitr') && pitrLag !== null && pitrLag < 240_000) ||
  (enough.includes('logical') && logicalAge === HOUR) ||
  (enough.includes('physical') && backupAge === 2 * HOUR)

const isFinal = (answer: BackupAnswer | null) => answer?.state === 'done' && answer.climb.verdict !== 'unknown'

test('whatever fails or dies: no backup is missed, none is made twice, no verdict is lost', async () => {
  const seen = { died: 0, slept: 0, failed: 0, go: 0, refuse: 0, unknown: 0 }
  const property = fc.asyncProperty(world, async (given) => {
    const stage = await staged(given)
    const { clock, platform, blow } = stage
    const answers: BackupAnswer[] = []
    const attempt = async (): Promise<BackupAnswer | null> => {
      const asking = stage.ask().catch(() => null)
      // It goes on by itself; we only stop waiting for what will never come back.
      const answer = await Promise.race([
        asking,
        blow.fallen.promise.then(() => (blow.how === 'fails' ? asking : null)),
      ])
      if (answer) answers.push(answer)
      return answer
    }
    const sleeper = stage.ask().catch(() => null)
    const first = await Promise.race([sleeper, blow.fallen.promise.then(() => (blow.how === 'fails' ? sleeper : null))])
    const fell = blow.left < 0
    if (fell) seen[blow.how === 'dies' ? 'died' : blow.how === 'sleeps' ? 'slept' : 'failed'] += 1
    blow.armed = false
    blow.fallen = Promise.withResolvers<void>()
    if (first) answers.push(first)
    let last = first
    for (let i = 0; i < 12 && !isFinal(last); i += 1) {
      clock.pass(given.again[i] ?? LATER)
      last = await attempt()
    }
    blow.wake.resolve()
    if (fell && blow.how === 'sleeps') {
      const late = await sleeper
      if (late) answers.push(late)
    }
    expect(platform.made.length, 'made twice').toBeLessThanOrEqual(1)
    const climbs = answers.flatMap((answer) => (answer.state === 'done' ? [answer.climb] : []))
    for (const climb of climbs)
      if (climb.verdict === 'go') expect(exists(stage, climb), 'go without a backup').toBe(true)
    expect(last?.state).toBe('done')
    const end = climbs.findLast(({ verdict }) => verdict !== 'unknown') ?? climbs.at(-1)
    if (hasWay(given)) expect(end?.verdict, 'a backup was missed').toBe('go')
    else expect(end?.verdict).not.toBe('go')
    seen[end?.verdict ?? 'unknown'] += 1
    if (!isFinal(last)) return
    clock.pass(5000)
    expect(await stage.ask(), 'the verdict was lost').toEqual({
      state: 'done',
      climb: last?.state === 'done' ? last.climb : null,
      stored: true,
    })
  })
  await fc.assert(property, { numRuns: RUNS, seed: Number(process.env.SEED ?? 5), endOnFailure: true })
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(RUNS / 40)
}, 60_000)
