import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { checksIn } from '../../functions/checks/list.ts'
import { LookCheck } from '../../functions/model/finding.ts'
import type { CheckSuite, Sample, Samples } from '../../functions/model/health.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import type { Look } from '../../functions/model/run.ts'
import { look } from '../../functions/run/look.ts'
import { readCatalog, readChecks } from '../catalog.ts'
import { figure, type Figure } from './figures.ts'
import { median } from './numbers.ts'
import { fillForPgbench, findPgbench, keepBusy } from './pgbench.ts'
import { isolateCpu } from './profile.ts'
import { countingProxy } from './proxy.ts'
import { JOURNAL, setStage, type Stage } from './stage.ts'
import { wideSchema } from './wide.ts'
import { startWorker } from './worker.ts'

const TABLES = 1000
/** How long pgbench runs with a monitor or without one, s. */
const SLICE = 10
/** Between two ticks of a target, s. */
const TICK = 300
/** At most this is aimed at: the daily suite, ms; transactions that the monitor costs, %. */
const AIMS = { daily: 10_000, lost: 1 }
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
 * What the checks of health cost: a clean look with them beside one without, and a database that pgbench keeps busy with a monitor
 * beside one without, in turn.
 */
export async function benchHealth(rounds: number, say: (what: string) => void): Promise<Figure[]> {
  say(`schema of ${TABLES} tables on ${cpus().length} × ${cpus()[0]?.model}`)
  await using stack = new AsyncDisposableStack()
  const closed = <T extends { close(): Promise<void> }>(part: T) => stack.adopt(part, ({ close }) => close())
  const settings = ['shared_preload_libraries=pg_stat_statements', 'shared_buffers=256MB', 'max_wal_size=4GB']
  const stage = closed(await setStage(17, wideSchema(TABLES, 20), settings))
  const costs = await compareLooks(stage, rounds, say)
  const isolate = await measureWorker(stage, say)
  const busy = await measureBusy(stage, rounds, say)
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

/** pgbench alone, with one tick, and with daily suites back to back, in turn. */
async function measureBusy(stage: Stage, rounds: number, say: (what: string) => void): Promise<Figure[]> {
  const version = await findPgbench()
  if (version === null) return unmeasured()
  say(`pgbench ${version}: its tables`)
  await fillForPgbench(stage.url)
  const lookWith = await looking(stage, stage.url)
  const ticks: number[] = []
  const daily: number[] = []
  const oneTick: number[] = []
  const backToBack: number[] = []
  await keepBusy(stage.url, SLICE)
  const alone = [await keepBusy(stage.url, SLICE)]
  /** Beside pgbench alone just before and just after: what else the machine does falls on all alike. */
  const beside = async (tps: number) => {
    alone.push(await keepBusy(stage.url, SLICE))
    return lost(mean(alone.slice(-2)), tps)
  }
  for (let round = 1; round <= rounds; round++) {
    say(`pgbench alone and with the monitor, ${round} of ${rounds}`)
    oneTick.push(await beside(await busyWith(stage, () => timedLook(lookWith, ['tick'], ticks), false)))
    backToBack.push(await beside(await busyWith(stage, () => timedLook(lookWith, ['tick', 'daily'], daily), true)))
  }
  const share = (median(backToBack) * median(daily)) / (TICK * 1000)
  const noise = median(alone.slice(1).map((tps, i) => Math.abs(lost(alone[i] ?? tps, tps))))
  return [
    figure('a look with tick checks on a busy database: wall time', median(ticks), 'ms'),
    figure('the daily suite on a busy database: wall time', median(daily), 'ms'),
    figure('the daily suite on a busy database: the slowest', Math.max(...daily), 'ms', AIMS.daily),
    figure('pgbench alone, from one time to the next: differs by', noise, '%'),
    figure(`transactions fewer with a tick each ${SLICE} s`, median(oneTick), '%'),
    figure('transactions fewer with daily suites back to back', median(backToBack), '%'),
    figure(`transactions fewer with a daily suite each ${TICK} s, by that`, share, '%', AIMS.lost),
  ]
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** How many transactions fewer than alone, %. */
const lost = (alone: number, beside: number) => (1 - beside / alone) * 100

/** Transactions per second while the monitor looks: once, or again and again. */
async function busyWith(stage: Stage, lookOnce: () => Promise<void>, again: boolean): Promise<number> {
  // The last look is to end before pgbench does.
  const end = performance.now() + (again ? (SLICE - 1) * 1000 : 0)
  const monitor = async () => {
    await sleep(500)
    do await lookOnce()
    while (performance.now() < end)
  }
  const [tps] = await Promise.all([keepBusy(stage.url, SLICE), monitor()])
  return tps
}

async function timedLook(lookWith: LookWith, suites: readonly CheckSuite[], into: number[]): Promise<void> {
  const started = performance.now()
  await lookWith(suites)
  into.push(performance.now() - started)
}

const unmeasured = (): Figure[] => [
  {
    ...figure('transactions fewer on a busy database', null, '%', AIMS.lost),
    note: 'there is no pgbench on PATH (Debian: postgresql-15)',
  },
]

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
