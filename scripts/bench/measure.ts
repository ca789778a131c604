import { postgresTransport } from '../../functions/collect/transports/postgres.ts'
import { look } from '../../functions/run/look/look.ts'
import { LookCheck } from '../../functions/model/finding.ts'
import { partsFrom, splitBlueprint } from '../../functions/model/parts.ts'
import { readCatalog } from '../catalog.ts'
import type { CpuClock } from './cpu.ts'
import { driftOf } from './drift.ts'
import { median, timed } from './numbers.ts'
import { dumpSchema } from './pg-dump.ts'
import { isolateCpu } from './profile.ts'
import type { CountingProxy } from './proxy.ts'
import { JOURNAL, type Stage } from './stage.ts'
import type { Answer, RunningWorker } from './worker.ts'

/** What one check through the Worker cost. */
export interface Sample {
  /** Wall time, as the one who asked saw it. */
  ms: number
  roundTrips: number
  /** Bytes that PostgreSQL sent after it let the Worker in. */
  bytes: number
  /** CPU time of workerd, which holds the Worker and the stand-ins for D1, KV and the network; null where it cannot be told. */
  cpu: number | null
}

/** What was measured; wall times in ms. */
export interface Samples {
  /** Empty where there is no pg_dump. */
  dump: number[]
  /** The same look without a Worker around it. */
  node: number[]
  clean: Sample[]
  /** By number of drifted objects. */
  drifted: Map<number, Sample[]>
  /** The same drift looked at again. */
  lasting: Sample[]
}

export interface Bench {
  stage: Stage
  proxy: CountingProxy
  worker: RunningWorker
  cpu: CpuClock | null
  /** Whether there is a pg_dump to compare with. */
  rival: boolean
}

export const DRIFTS = [1, 10, 100] as const

/** The drift that is looked at twice. */
export const LASTING = 10

/**
 * Measures `rounds` times over, after a round that only warms up. Rivals take turns, so that what else the machine does
 * falls on all alike; drifts come after them, because they leave dead rows in PostgreSQL's catalog.
 */
export async function measure(bench: Bench, rounds: number, progress: (what: string) => void): Promise<Samples> {
  const lookInNode = await nodeLook(bench.stage)
  const samples = noSamples()
  const warmUp = noSamples()
  for (let round = 0; round <= rounds; round++) {
    progress(`clean, ${round} of ${rounds}`)
    const into = round === 0 ? warmUp : samples
    if (bench.rival) into.dump.push(await timed(() => dumpSchema(bench.stage.url)))
    into.clean.push(await check(bench, 0))
    into.node.push(await timed(lookInNode))
  }
  for (let round = 0; round <= rounds; round++) {
    progress(`drifted, ${round} of ${rounds}`)
    for (const objects of DRIFTS) await measureDrift(bench, objects, round, round === 0 ? warmUp : samples)
  }
  return samples
}

const noSamples = (): Samples => ({
  dump: [],
  node: [],
  clean: [],
  drifted: new Map(DRIFTS.map((objects) => [objects, []])),
  lasting: [],
})

const measureDrift = (bench: Bench, objects: number, round: number, into: Samples) =>
  withDrift(bench, objects, round, async () => {
    into.drifted.get(objects)?.push(await check(bench, objects))
    if (objects === LASTING) into.lasting.push(await check(bench, objects))
  })

/** Makes a drift that no check has seen yet, and takes it back after `work`. */
async function withDrift<T>(bench: Bench, objects: number, round: number, work: () => Promise<T>): Promise<T> {
  const { make, undo } = driftOf(objects, round)
  await bench.stage.run(make)
  const result = await work()
  await bench.stage.run(undo)
  // The findings are resolved here, so that the next check pays nothing for them.
  await check(bench, 0)
  return result
}

/** CPU time of the Worker's isolate for one check, by number of drifted objects; ms. `after`: the rounds that drifts had. */
export async function measureIsolate(bench: Bench, checks: number, after: number): Promise<Map<number, number>> {
  const { inspector } = bench.worker
  const clean = await isolateCpu(inspector, async () => {
    for (let i = 0; i < checks; i++) await check(bench, 0)
  })
  const cpu = new Map([[0, clean / checks]])
  for (const objects of DRIFTS) {
    const profiled = (round: number) =>
      withDrift(bench, objects, after + round, () =>
        isolateCpu(inspector, async () => void (await check(bench, objects))),
      )
    cpu.set(objects, median([await profiled(1), await profiled(2), await profiled(3)]))
  }
  return cpu
}

/** One check through the Worker. @throws where it does not find what it must: the figures would mean nothing */
async function check({ worker, proxy, cpu }: Bench, findings: number): Promise<Sample> {
  proxy.take()
  const before = cpu?.now() ?? 0
  let answer: Answer | undefined
  const ms = await timed(async () => (answer = await worker.check()))
  const { roundTrips, bytes } = proxy.take()
  if (answer?.findings.length !== findings || answer.unknowns.length > 0) {
    throw new Error(
      `a check was to find ${findings} drifted objects, but answered ${JSON.stringify(answer).slice(0, 2000)}`,
    )
  }
  return { ms, roundTrips, bytes, cpu: cpu && cpu.now() - before }
}

/** The look that the Worker takes, in this process, over the same connection string as pg_dump. */
async function nodeLook({ url, blueprint }: Stage): Promise<() => Promise<void>> {
  const { index, values } = await splitBlueprint(blueprint)
  const parts = partsFrom(async (ref) => values.get(ref) ?? null)
  const remembered = new Map<string, string>()
  const request = {
    reach: postgresTransport({ url, catalog: readCatalog(), timeouts: { statement: 10_000, lock: 100 } }),
    journal: JOURNAL,
    blueprint: { index, parts },
    checks: LookCheck.options,
    memo: {
      get: async (name: string) => remembered.get(name) ?? null,
      put: async (name: string, value: string) => void remembered.set(name, value),
    },
  }
  return async () => {
    const { status } = await look({ ...request, now: Date.now() })
    if (status !== 'pass') throw new Error(`a clean look in Node ended as ${status}`)
  }
}
