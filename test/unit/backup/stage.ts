import fc from 'fast-check'
import type { LogicalBackup } from '../../../functions/model/backup/logical.ts'
import type { Climb } from '../../../functions/model/backup/outcome.ts'
import { Rung } from '../../../functions/model/backup/policy.ts'
import { TargetConfig } from '../../../functions/model/target.ts'
import { backUp } from '../../../functions/run/backup.ts'
import { noteLogicalBackup } from '../../../functions/store/logical-backups.ts'
import type { ApiFault } from '../../../scripts/management-api/faults.ts'
import {
  dailyBackups,
  isReady,
  paidProject,
  type Allowance,
  type Platform,
} from '../../../scripts/management-api/platform.ts'
import { githubWith, type Github } from '../../support/github-actions.ts'
import { Clock, virtualWorld } from './clock.ts'

const START = Date.UTC(2026, 2, 1, 12)
const HOUR = 3_600_000
/** Longer than any lease. */
export const LATER = 400_000

/** What happens to one await: the isolate dies there, or sleeps until another has gone on, or the await itself fails. */
interface Blow {
  at: number
  how: 'dies' | 'sleeps' | 'fails'
}

/** A target's project, its policy, what goes wrong, and how often it is asked for a backup. */
export interface World {
  /** s */
  wait: number
  enough: Rung[]
  restorePoints: Allowance
  pointEnds: Platform['pointEnds']
  pointTakes: number
  pitrLag: number | null
  backupAge: number | null
  logicalAge: number | null
  /** The workflow that makes logical backups; null: none is configured. */
  workflow: Pick<Github, 'takes' | 'ends' | 'details'> | null
  faults: (ApiFault | null)[]
  blow: Blow
  /** After how long it is asked for again, ms; at last after longer than any lease. */
  again: number[]
}

const done = fc.boolean()
const later = fc.integer({ min: 0, max: 15_000 })
const fault: fc.Arbitrary<ApiFault> = fc.oneof(
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
/** Any of them. */
export const world: fc.Arbitrary<World> = fc.record({
  wait: fc.constantFrom(4, 20, 60),
  enough: fc.subarray([...Rung.options], { minLength: 1 }),
  restorePoints: fc.constantFrom<Allowance>('yes', 'yes', 'yes', 402, 403),
  pointEnds: fc.constantFrom<Platform['pointEnds']>('AVAILABLE', 'AVAILABLE', 'AVAILABLE', 'FAILED', 'REMOVED'),
  pointTakes: fc.constantFrom(0, 3000, 20_000, 90_000),
  pitrLag: fc.constantFrom(null, 30_000, 110_000, 9 * HOUR),
  backupAge: fc.constantFrom(null, 2 * HOUR, 30 * HOUR),
  logicalAge: fc.constantFrom(null, null, HOUR, 40 * HOUR),
  workflow: fc.option(
    fc.record({
      takes: fc.constantFrom(5000, 90_000, 600_000),
      ends: fc.constantFrom<Github['ends']>('success', 'success', 'success', 'failure'),
      details: fc.boolean(),
    }),
    { freq: 2 },
  ),
  faults: fc.array(fc.option(fault, { freq: 2 }), { maxLength: 12 }),
  blow: fc.record({
    at: fc.integer({ min: 0, max: 30 }),
    how: fc.constantFrom<Blow['how']>('dies', 'sleeps', 'fails'),
  }),
  again: fc.array(fc.constantFrom(10, 1000, 25_000, LATER), { maxLength: 3 }),
})

/** A backup of that moment (ms), as `plumbline backup` would tell of it. */
export const logicalBackup = (takenAt: number, id = 'l1', target = 'shop'): LogicalBackup => ({
  id,
  target,
  takenAt,
  finishedAt: takenAt + 1000,
  where: 'r2://backups/shop',
  bytes: 1,
  tables: 1,
  rows: 1,
  serverVersion: '17.9',
  catalogDigest: 'c'.repeat(64),
  manifestSha256: '0'.repeat(64),
  verified: null,
})

/** Is awaited where a blow may fall: before and after whatever leaves the isolate. */
export type Around = () => Promise<void>

/** A project, a Worker's store and a clock, and the blow that falls once. @param open the store, with its awaits */
export async function staged(given: World, open: (around: Around) => D1Database, target = 'shop') {
  const clock = new Clock(START)
  const { pitrLag, backupAge, logicalAge, restorePoints, pointEnds, pointTakes, enough, workflow } = given
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
  const DB = open(around)
  if (logicalAge !== null) await noteLogicalBackup(DB, logicalBackup(START - logicalAge, 'l1', target), START)
  const faults = [...given.faults]
  const github = githubWith({ ...workflow })
  const real = virtualWorld(clock, { platform, fault: () => faults.shift() ?? null, github })
  const told = new Set<number>()
  /** What a run has made, its workflow tells the Worker of a second before it ends: nothing falls on that. */
  const tellOfRuns = async () => {
    if (github.ends !== 'success') return
    const { armed } = blow
    blow.armed = false
    for (const { id, endsAt } of github.runs)
      if (endsAt - 1000 <= clock.now && !told.has(id)) {
        told.add(id)
        await noteLogicalBackup(DB, logicalBackup(endsAt - 2000, `run-${id}`, target), clock.now)
      }
    blow.armed = armed
  }
  const dispatched = { repository: github.repository, file: github.file }
  const config = TargetConfig.parse({
    url_secret: 'U',
    backup: { enough, ...(workflow && { workflow: dispatched }) },
  })
  const context = {
    env: { DB, GITHUB_TOKEN: github.token, GITHUB_API_URL: 'https://github.test' },
    target: {
      name: target,
      config,
      backups: { api: 'https://api.test', projectRef: platform.ref, token: platform.token },
    },
    world: {
      ...real,
      async sleep(ms: number) {
        await around()
        await real.sleep(ms)
        await tellOfRuns()
      },
      fetch: async (...args: Parameters<typeof fetch>) => {
        await around()
        await tellOfRuns()
        const response = await real.fetch(...args)
        await around()
        return response
      },
    },
  }
  blow.armed = true
  const ask = () => backUp(context, 'deploy-1', { wait: given.wait })
  return { clock, platform, github, faults, blow, around, context, ask, logicalAge, enough }
}

export type Staged = Awaited<ReturnType<typeof staged>>

/** Whether what a climb relies on exists, by the project itself and not by what it answered. */
export function exists({ platform, github, clock, logicalAge, enough }: Staged, climb: Climb): boolean {
  if (climb.verdict !== 'go' || !enough.includes(climb.rung)) return false
  const { id } = climb.evidence
  switch (climb.rung) {
    case 'restore-point':
      return platform.points.some((point) => point.name === id && isReady(point, clock.now))
    case 'pitr':
      return platform.pitr !== null && platform.pitr.lag <= 240_000
    case 'logical':
      return id === 'l1'
        ? logicalAge !== null && logicalAge < 24 * HOUR
        : github.ends === 'success' &&
            github.runs.some((run) => `run-${run.id}` === id && run.endsAt - 1000 <= clock.now)
    case 'physical':
      return platform.backups.some(
        (backup) => String(backup.id) === id && isReady(backup, clock.now) && clock.now - backup.insertedAt < 25 * HOUR,
      )
  }
}

/** Whether there is anything to rely on, once nothing goes wrong any more. */
export const hasWay = ({ enough, restorePoints, pointEnds, pitrLag, backupAge, logicalAge, workflow }: World) =>
  (enough.includes('restore-point') && restorePoints === 'yes' && pointEnds === 'AVAILABLE') ||
  (enough.includes('pitr') && pitrLag !== null && pitrLag < 240_000) ||
  (enough.includes('logical') && (logicalAge === HOUR || workflow?.ends === 'success')) ||
  (enough.includes('physical') && backupAge === 2 * HOUR)
