import type { PerformanceSnapshot } from '../../functions/model/performance.ts'
import type { JudgedAt, Moment, PerformanceVerdict } from '../../functions/model/performance-verdict.ts'
import { choose, type Kept } from '../../functions/performance/choose.ts'
import { judgePerformance } from '../../functions/performance/judge.ts'
import { windowBetween } from '../../functions/performance/window.ts'
import { modelServer, type ModelServer } from './server.ts'
import { random, type Random } from './random.ts'

/** What a deploy does to the modelled server. */
export const FAULTS = [
  'nothing',
  'busy',
  'release',
  'neighbour',
  'dropped-index',
  'plan-flip',
  'rare-flip',
  'reset',
  'restart',
  'evictions',
] as const
export type Fault = (typeof FAULTS)[number]

export interface Trial {
  fault: Fault
  version: number
  /** What was hit, as the key of its finding would name it; null: nothing was. */
  hit: string | null
  /** At 15 minutes, an hour and a day after. */
  verdicts: ReadonlyMap<JudgedAt, PerformanceVerdict>
}

interface Taken extends Kept {
  snapshot: PerformanceSnapshot
}

/** Two days of an application, a deploy, and what Plumbline says of it; the snapshots are chosen and judged as the Worker does. */
export function trial(seed: number, fault: Fault, until: JudgedAt = '15min'): Trial {
  const chance = random(seed ^ 0x5bd1e995)
  const version = chance.pick([15, 17])
  const server = modelServer(seed, version)
  const kept: Taken[] = []
  const take = (moment: Moment | null) => kept.push({ at: server.now, moment, snapshot: server.snapshot() })
  for (let hour = 0; hour < 49; hour += 1) {
    take(null)
    // Long before the deploy the load need not change so often.
    server.run(60, hour < 46 ? 20 : 5)
  }
  server.run(5 * Math.floor(chance.next() * 12))
  take('start')
  const deployed = server.now
  const hit = deploy(server, fault, chance)
  server.run(5)
  take('end')
  server.run(10)
  take('warm')
  if (fault === 'reset') server.reset()
  if (fault === 'restart') server.restart()
  if (fault === 'evictions') server.evict(1)
  server.run(5)
  const verdicts = new Map<JudgedAt, PerformanceVerdict>()
  const judge = (judgedAt: JudgedAt) => verdicts.set(judgedAt, verdictOf(judgedAt, kept, deployed, server.snapshot()))
  judge('15min')
  if (until !== '15min') {
    server.run(45)
    judge('1h')
  }
  if (until === '24h') {
    server.run(23 * 60, 20)
    judge('24h')
  }
  return { fault, version, hit, verdicts }
}

/** A statement that runs often enough for a verdict after five minutes: 50 calls, with some room for the time of the day. */
const OFTEN = 2500

/** One that has its 50 calls after an hour. */
const RARE = 150

function deploy(server: ModelServer, fault: Fault, chance: Random): string | null {
  const least = fault === 'rare-flip' ? RARE : OFTEN
  const often = server.statements.filter(({ rate, hour, index }) => rate >= least && hour === null && index !== null)
  if (fault === 'dropped-index') {
    const { index } = chance.pick(often)
    if (index === null) return null
    server.dropIndex(index)
    return `performance:index:public.${index}`
  }
  if (fault === 'plan-flip' || fault === 'rare-flip') {
    const statement = chance.pick(often)
    const slower = chance.around(30, 0.5)
    server.flip(statement, slower, slower * chance.around(1, 0.3))
    return `performance:statement:${statement.count.key}:app`
  }
  if (fault === 'busy') server.slowDown(1.3)
  if (fault === 'neighbour') server.slowDown(2)
  if (fault === 'release') server.release(0.2)
  return null
}

function verdictOf(
  judgedAt: JudgedAt,
  kept: readonly Taken[],
  deployed: number,
  now: PerformanceSnapshot,
): PerformanceVerdict {
  const { start, from, baselines } = choose(judgedAt, kept, deployed, now.at)
  const at = (time: number) => {
    const found = kept.find((one) => one.at === time)
    if (found === undefined) throw new Error(`no snapshot was taken at ${time}`)
    return found.snapshot
  }
  return judgePerformance({
    start: start === null ? null : at(start),
    now,
    after: from === null ? null : windowBetween(at(from), now),
    baselines: baselines.map(({ kind, from, to }) => ({ kind, span: windowBetween(at(from), at(to)) })),
  })
}
