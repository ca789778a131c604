import { takeSnapshot } from '../../collect/performance.ts'
import type { Reached } from '../../collect/transport.ts'
import { isUnread, type PerformanceSnapshot } from '../../model/performance.ts'
import type { JudgedAt, PerformanceVerdict } from '../../model/performance-verdict.ts'
import { choose } from '../../performance/choose.ts'
import { dayOf } from '../../performance/day.ts'
import { judgePerformance } from '../../performance/judge.ts'
import { windowBetween } from '../../performance/window.ts'
import { newestDeploy } from '../../store/deploys.ts'
import {
  keepDay,
  keepSnapshot,
  newestHour,
  newestSnapshots,
  snapshotAt,
  snapshotTimes,
  type TakenFor,
} from '../../store/performance.ts'
import { keepVerdict, newestVerdicts } from '../../store/performance-verdicts.ts'
import { wayIn, type Usable } from '../way-in.ts'

export interface PerformanceContext {
  env: { DB: D1Database }
  target: Usable
}

/** A snapshot, and when the one that is kept was taken, ms: an earlier one, where this was tried before. */
export interface TakenSnapshot {
  at: number
  snapshot: PerformanceSnapshot
}

/** Takes a snapshot of a target's counters. Those of the newest one that is kept are read again, whatever they did since. */
export async function readCounters({ env, target }: PerformanceContext): Promise<Reached<PerformanceSnapshot>> {
  const { reach, journal } = wayIn(target)
  const [before] = await newestSnapshots(env.DB, target.name, 1)
  const statements = before?.statements
  const seen = statements === undefined || isUnread(statements) ? [] : statements.counts.map(({ key }) => key)
  return takeSnapshot(reach, { journal, seen: [...new Set(seen)] })
}

/** Takes a snapshot of a target's counters and keeps it. */
export async function snapshotNow(context: PerformanceContext, takenFor: TakenFor): Promise<Reached<TakenSnapshot>> {
  const { env, target } = context
  const taken = await readCounters(context)
  if (!taken.reached) return taken
  const at = await keepSnapshot(env.DB, target.name, taken.value, takenFor)
  return { reached: true, value: { at, snapshot: taken.value } }
}

/** What of a deploy is judged. */
export interface Judging {
  deploy: string
  /** When it began, ms. */
  deployed: number
  judgedAt: JudgedAt
}

/** Judges whether a target is slower since a deploy, and keeps the verdict. @param now the newest snapshot */
export async function judgeDeploy(
  { env, target: { name } }: Pick<PerformanceContext, 'env'> & { target: Pick<Usable, 'name'> },
  { deploy, deployed, judgedAt }: Judging,
  now: PerformanceSnapshot,
): Promise<PerformanceVerdict> {
  const times = await snapshotTimes(env.DB, name, deploy)
  const { start, from, baselines } = choose(judgedAt, times, deployed, now.at)
  const needed = new Set([start, from, ...baselines.flatMap(({ from, to }) => [from, to])])
  const kept = new Map<number, PerformanceSnapshot>()
  for (const at of needed) {
    const snapshot = at === null ? null : await snapshotAt(env.DB, name, deploy, at)
    if (at !== null && snapshot !== null) kept.set(at, snapshot)
  }
  const between = (one: number | null, other: PerformanceSnapshot | undefined) => {
    const first = one === null ? undefined : kept.get(one)
    return first === undefined || other === undefined ? null : windowBetween(first, other)
  }
  const verdict = judgePerformance({
    start: (start === null ? undefined : kept.get(start)) ?? null,
    now,
    after: between(from, now),
    baselines: baselines.flatMap(({ kind, from, to }) => {
      const span = between(from, kept.get(to))
      return span === null ? [] : [{ kind, span }]
    }),
  })
  await keepVerdict(env.DB, name, { deploy, judgedAt, verdict })
  return verdict
}

/** Snapshots of the hours are no closer than this, ms. */
export const EVERY = 55 * 60_000
const DAY = 86_400_000

/**
 * Takes the hour's snapshot where it is due, rolls a day up that is over, and judges again where the newest verdict has something slower.
 * What the target refuses is said in the log: the next tick tries again.
 */
export async function keepPerformance(context: PerformanceContext, now: number): Promise<void> {
  const { env, target } = context
  const before = await newestHour(env.DB, target.name)
  if (before !== null && before > now - EVERY) return
  const taken = await snapshotNow(context, null)
  if (!taken.reached) {
    console.warn(`no snapshot of ${target.name}’s counters: ${taken.failure.reason}`)
    return
  }
  await rollUp(context, taken.value.at)
  const [newest] = await newestVerdicts(env.DB, target.name)
  const isOver = newest?.judgedAt === '24h' || newest?.judgedAt === 'later'
  if (newest === undefined || !isOver || newest.verdict.verdict === 'fast') return
  const deploy = await newestDeploy(env.DB, target.name, null)
  if (deploy?.id !== newest.deploy) return
  const deployed = deploy.before?.begunAt ?? deploy.after?.askedAt ?? deploy.at
  await judgeDeploy(context, { deploy: deploy.id, deployed, judgedAt: 'later' }, taken.value.snapshot)
}

/** Keeps what the day before came to, from its first snapshot to the first of the next. */
async function rollUp({ env, target: { name } }: PerformanceContext, at: number): Promise<void> {
  const today = Math.floor(at / DAY) * DAY
  const times = (await snapshotTimes(env.DB, name, '')).map((one) => one.at)
  const first = times.find((time) => time >= today - DAY)
  const last = times.find((time) => time >= today)
  if (first === undefined || last === undefined || first >= today || last !== at) return
  const [one, other] = [await snapshotAt(env.DB, name, '', first), await snapshotAt(env.DB, name, '', last)]
  if (one !== null && other !== null) await keepDay(env.DB, name, dayOf(today - DAY, windowBetween(one, other)))
}
