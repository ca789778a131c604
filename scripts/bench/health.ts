import { cpus } from 'node:os'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { checksIn } from '../../functions/checks/list.ts'
import { LookCheck } from '../../functions/model/finding.ts'
import type { CheckSuite, Sample, Samples } from '../../functions/model/health.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import type { Look } from '../../functions/model/run.ts'
import { look } from '../../functions/run/look/look.ts'
import { readCatalog, readChecks } from '../catalog.ts'
import { measureBusy } from './busy.ts'
import { figure, type Figure } from './figures.ts'
import { median } from './numbers.ts'
import { isolateCpu } from './profile.ts'
import { countingProxy } from './proxy.ts'
import { JOURNAL, setStage, type Stage } from './stage.ts'
import { wideSchema } from './wide.ts'
import { startWorker } from './worker.ts'

const TABLES = 1000
/** How many looks through the Worker its CPU time is the mean of. */
const PROFILED = 10

/** Looks at a target with the checks of some suites, beside drift. */
type LookWith = (suites: readonly CheckSuite[]) => Promise<Look>

const KINDS = { 'without health': [], 'with tick checks': ['tick'], 'with the daily suite': ['tick', 'daily'] } as const
type Kind = keyof typeof KINDS

interface Cost {
  ms: number
  roundTrips: number
  bytes: number
  /** CPU time of this process, ms. */
  cpu: number
}

/**
 * What the checks of health cost: a clean look with them beside one without, and a database that pgbench keeps busy in the seconds of a look
 * beside the seconds around it.
 */
export async function benchHealth(rounds: number, say: (what: string) => void): Promise<Figure[]> {
  say(`schema of ${TABLES} tables on ${cpus().length} × ${cpus()[0]?.model}`)
  await using stack = new AsyncDisposableStack()
  const closed = <T extends { close(): Promise<void> }>(part: T) => stack.adopt(part, ({ close }) => close())
  const settings = ['shared_preload_libraries=pg_stat_statements', 'shared_buffers=256MB', 'max_wal_size=4GB']
  const stage = closed(await setStage(17, wideSchema(TABLES, 20), settings))
  const costs = await compareLooks(stage, rounds, say)
  const isolate = await measureWorker(stage, say)
  const busy = await measureBusy(stage.url, await looking(stage, stage.url), say)
  return [...figuresOfLooks(costs), ...isolate, ...busy]
}

/** Looks of every kind in turn, after a round that warms up; through a proxy that counts. */
async function compareLooks(stage: Stage, rounds: number, say: (what: string) => void): Promise<Map<Kind, Cost[]>> {
  const proxy = await countingProxy(stage.url)
  const lookWith = await looking(stage, proxy.url)
  const costs = new Map<Kind, Cost[]>()
  for (let round = 0; round <= rounds; round++) {
    say(`a clean look, ${round} of ${rounds}`)
    for (const [kind, suites] of kinds()) {
      proxy.take()
      const [started, cpu] = [performance.now(), process.cpuUsage()]
      await lookWith(suites)
      const used = process.cpuUsage(cpu)
      const { roundTrips, bytes } = proxy.take()
      const cost = { ms: performance.now() - started, roundTrips, bytes, cpu: (used.user + used.system) / 1000 }
      if (round > 0) costs.set(kind, [...(costs.get(kind) ?? []), cost])
    }
  }
  await proxy.close()
  return costs
}

const kinds = () => Object.entries(KINDS) as [Kind, readonly CheckSuite[]][]

const figuresOfLooks = (costs: ReadonlyMap<Kind, readonly Cost[]>): Figure[] =>
  [...costs].flatMap(([kind, all]) => {
    const of = (part: keyof Cost) => median(all.map((cost) => cost[part]))
    return [
      figure(`clean look ${kind}: wall time`, of('ms'), 'ms'),
      figure(`clean look ${kind}: round trips`, of('roundTrips'), 'round trips'),
      figure(`clean look ${kind}: bytes answered by PostgreSQL`, of('bytes'), 'bytes'),
      figure(`clean look ${kind}: CPU of Node, the counting proxy included`, of('cpu'), 'ms'),
    ]
  })

/** CPU time of the Worker's isolate for a look without health, and with every check there is. */
async function measureWorker(stage: Stage, say: (what: string) => void): Promise<Figure[]> {
  say('CPU of the Worker')
  const worker = await startWorker(stage.url)
  try {
    await worker.publish(stage.blueprint)
    const cpu = async (health?: 'with health') => {
      for (let i = 0; i < 3; i++) await worker.check(health)
      const taken = await isolateCpu(worker.inspector, async () => {
        for (let i = 0; i < PROFILED; i++) await worker.check(health)
      })
      return taken / PROFILED
    }
    return [
      figure('run without health: CPU of the Worker', await cpu(), 'ms'),
      figure('run with every check: CPU of the Worker', await cpu('with health'), 'ms'),
    ]
  } finally {
    await worker.close()
  }
}

/** The look that the Worker takes, in this process, each held against the one before. @throws where it reaches nothing */
async function looking({ blueprint }: Stage, url: string): Promise<LookWith> {
  const { index, values } = await splitBlueprint(blueprint)
  const parts = partsFrom(async (ref) => values.get(ref) ?? null)
  const remembered = new Map<string, string>()
  const timeouts = { statement: 10_000, lock: 100 }
  let before: Sample | null = null
  return async (suites) => {
    const samples: Samples = { hour: before, day: before, whole: before }
    const ids = checksIn(suites).map(({ id }) => id)
    const seen = await look({
      reach: postgresTransport({ url, catalog: readCatalog(), checks: readChecks(), timeouts }),
      journal: JOURNAL,
      blueprint: { index, parts },
      checks: LookCheck.options,
      ...(ids.length > 0 && { health: { ids, thresholds: {}, samples } }),
      memo: {
        get: async (name) => remembered.get(name) ?? null,
        put: async (name, value) => void remembered.set(name, value),
      },
      now: Date.now(),
    })
    const unseen = seen.unknowns.filter(({ reason }) => !/first look|started again|reset/.test(reason))
    if (unseen.length > 0) throw new Error(`a look did not see everything: ${JSON.stringify(unseen)}`)
    before = seen.sample ?? before
    return seen
  }
}
