import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Durable } from '../../functions/deploy/durable.ts'
import { performPhase } from '../../functions/deploy/perform.ts'
import { backupBy } from '../../functions/deploy/steps/backup.ts'
import type { Bindings, Target } from '../../functions/env.ts'
import type { PhaseResult } from '../../functions/model/deploy.ts'
import { findDeploy, makeDeploy } from '../../functions/store/deploys.ts'
import { LEASE, listRuns } from '../../functions/store/runs.ts'
import { deployWith } from '../support/deploy.ts'
import { hasWay, LATER, staged, world, type Around, type Staged, type World } from '../unit/backup/stage.ts'
import { bindings, freshTarget, looked, migrate } from './support.ts'

/** The suite's share; VITE_DEPLOY_RUNS=1000 makes more. */
const RUNS = Number(import.meta.env.VITE_DEPLOY_RUNS ?? 25)
const SEED = Number(import.meta.env.VITE_SEED ?? 5)

beforeAll(migrate)
afterEach(() => {
  vi.restoreAllMocks()
})

const SHA = 'fedcba9876543210fedcba9876543210fedcba98'
const ID = `${SHA}-1`

/** The real D1, with a blow before and after each of its awaits. */
function d1With(around: Around): D1Database {
  const doing = async <T>(work: () => Promise<T>): Promise<T> => {
    await around()
    const result = await work()
    await around()
    return result
  }
  const inner = new WeakMap<object, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      first: () => doing(() => statement.first()),
      all: () => doing(() => statement.all()),
      run: () => doing(() => statement.run()),
    } as unknown as D1PreparedStatement
    inner.set(wrapped, statement)
    return wrapped
  }
  return {
    prepare: (sql: string) => wrap(env.DB.prepare(sql)),
    batch: (all: D1PreparedStatement[]) => doing(() => env.DB.batch(all.map((one) => inner.get(one) ?? one))),
  } as unknown as D1Database
}

/** Cloudflare's Workflows: a result is kept under its name; what fails is tried again after a pause, five times. */
function workflow({ clock, around }: Staged, kept: Map<string, string>, gone: () => boolean): Durable {
  /** What the engine has given up reaches nobody. */
  const stays = () => (gone() ? new Promise<never>(() => {}) : undefined)
  return {
    async once(name, shape, work) {
      await stays()
      for (let tries = 1; ; tries += 1) {
        const known = kept.get(name)
        if (known !== undefined) return shape.parse(JSON.parse(known))
        try {
          const json = JSON.stringify(await work())
          await stays()
          await around()
          await stays()
          kept.set(name, json)
        } catch (error) {
          await stays()
          if (tries === 6) throw error
          clock.pass(10_000 * 2 ** (tries - 1))
        }
      }
    },
    async sleep(name, ms) {
      await stays()
      if (!kept.has(name)) clock.pass(ms)
      kept.set(name, 'slept')
    },
  }
}

/** A deploy before which a backup is seen to, with whatever goes wrong; tried until its Workflow comes to an end. */
async function play(given: World) {
  const name = freshTarget()
  const stage = await staged(given, d1With, name)
  const { clock, blow, context } = stage
  blow.armed = false
  await makeDeploy(env.DB, deploy(name, clock.now), SHA, 1).run()
  const told: unknown[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
    if (String(address).startsWith('https://api.test/')) return context.world.fetch(address, { ...init, signal: null })
    const askedAt = clock.now
    await stage.around()
    // As its signal would, on the stage's clock (notify/github.ts).
    if (clock.now - askedAt > 20_000) throw new DOMException('timed out', 'TimeoutError')
    told.push(JSON.parse(String(init?.body)).state)
    return new Response('{}', { status: 201 })
  })
  blow.armed = true
  const target: Target = { ...context.target, environment: 'production', fault: null, way: WAY }
  const perform = (durable: Durable) =>
    performPhase(
      {
        env: { ...bindings([]), ...context.env } as Bindings,
        target,
        durable,
        now: context.world.now,
        before: [backupBy(context.world)],
        look: async () => {
          // What goes wrong with the platform is for the ladder: a look has tests of its own.
          stage.faults.length = 0
          return looked([])
        },
      },
      { target: name, deploy: ID, phase: 'before' },
    )
  const kept = new Map<string, string>()
  let dead = false
  const first = perform(workflow(stage, kept, () => dead))
  const cut = blow.fallen.promise.then(() => (blow.how === 'fails' ? first : null))
  let result = await Promise.race([first, cut])
  const fell = blow.left < 0
  blow.armed = false
  if (result === null) {
    // The engine takes it up; what still runs of the first, nobody hears of.
    dead = true
    clock.pass(Math.max(LATER, LEASE))
    result = await perform(workflow(stage, kept, () => false))
    blow.wake.resolve()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { stage, name, fell, result, told }
}

const WAY = { transport: 'postgres', url: 'postgresql://nobody@127.0.0.1:9/none' } as const

const deploy = (target: string, at: number) => ({
  ...deployWith({ target, id: ID, sha: SHA, repository: 'acme/shop', at, sender: 'github' }),
  before: { askedAt: at, begunAt: null, endedAt: null, result: null },
  origin: 'https://plumbline.test',
})

const STATES = { go: 'success', stop: 'failure', unknown: 'error' } as const

/** Whether the ladder said for good that there is no backup; a look may find the newest too old while nobody can say. */
const refused = ({ reasons }: PhaseResult) =>
  reasons.some((reason) => reason.what === 'step' && reason.step === 'backup' && reason.said.includes(': '))

/** What must not be, where it is. */
async function wrongs(given: World, { stage, name, result, told }: Awaited<ReturnType<typeof play>>) {
  const stored: PhaseResult | null | undefined = (await findDeploy(env.DB, name, ID))?.before?.result
  const { verdict } = result
  return [
    ...(stage.platform.made.length > 1 ? ['a restore point was made twice'] : []),
    ...(stage.github.runs.length > 1 ? ['the workflow was dispatched twice'] : []),
    ...(verdict === 'go' && !hasWay(given) ? ['go, and there is no backup'] : []),
    ...(refused(result) && hasWay(given) ? ['the backup was refused, and there is a way'] : []),
    ...(stored?.verdict === verdict ? [] : [`the verdict is ${verdict}, and ${stored?.verdict} was kept`]),
    ...(told.at(-1) === STATES[verdict] ? [] : [`GitHub was told ${told.join()} of ${verdict}`]),
    ...((await listRuns(env.DB, name, 9)).length === 1 ? [] : ['it was not looked at once']),
  ]
}

test(
  'a deploy with its ladder, whatever fails or dies: no backup is missed, none is made twice, no verdict is lost',
  async () => {
    const seen = { dies: 0, sleeps: 0, fails: 0, go: 0, stop: 0, unknown: 0 }
    const property = fc.asyncProperty(world, fc.integer({ min: 0, max: 90 }), async (calm, at) => {
      const given = { ...calm, blow: { ...calm.blow, at } }
      const played = await play(given)
      if (played.fell) seen[played.stage.blow.how] += 1
      seen[played.result.verdict] += 1
      expect(await wrongs(given, played)).toEqual([])
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
    // Each of them often, or this proves little.
    expect(Object.entries(seen).filter(([, times]) => times < RUNS / 40)).toEqual([])
  },
  Math.max(60_000, RUNS * 500),
)
