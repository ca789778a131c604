import type { Reached } from '../../collect/transport.ts'
import type { PerformanceVerdict } from '../../model/performance-verdict.ts'
import type { PerformanceSnapshot } from '../../model/performance.ts'
import { choose } from '../../performance/choose.ts'
import { judgePerformance } from '../../performance/judge.ts'
import { lifetimeOf } from '../../performance/lifetime.ts'
import { unseen } from '../../performance/unseen.ts'
import { windowBetween } from '../../performance/window.ts'
import { keepSnapshot, newestHour, snapshotAt, snapshotTimes } from '../../store/performance.ts'
import { keepVerdict, NO_DEPLOY } from '../../store/performance-verdicts.ts'
import { readCounters, type PerformanceContext } from './keep.ts'

/**
 * Judges, as somebody asks for it, whether a target is slower since its newest snapshot than in the time before; where that is the
 * first, than in all the time that it counted. The verdict is kept until somebody asks again, and is no finding: it is of no deploy.
 * Of a target without a snapshot, this one is kept.
 */
export async function judgeNow(context: PerformanceContext): Promise<Reached<PerformanceVerdict>> {
  const { env, target } = context
  const taken = await readCounters(context)
  if (!taken.reached) return taken
  if ((await newestHour(env.DB, target.name)) === null) {
    await keepSnapshot(env.DB, target.name, taken.value, null)
    return { ...taken, value: first(taken.value.at) }
  }
  const verdict = await judged(context, taken.value)
  await keepVerdict(env.DB, target.name, { deploy: NO_DEPLOY, judgedAt: 'asked', verdict })
  return { ...taken, value: verdict }
}

async function judged({ env, target: { name } }: PerformanceContext, now: PerformanceSnapshot) {
  const times = await snapshotTimes(env.DB, name, NO_DEPLOY)
  const { start: at, baselines } = choose('asked', times, now.at, now.at)
  const kept = (one: number) => snapshotAt(env.DB, name, NO_DEPLOY, one)
  const start = at === null ? null : await kept(at)
  if (start === null) return first(now.at)
  const spans = await Promise.all(
    baselines.map(async ({ kind, from, to }) => {
      const [one, other] = [await kept(from), to === at ? start : await kept(to)]
      return one === null || other === null ? [] : [{ kind, span: windowBetween(one, other) }]
    }),
  )
  const known = spans.flat()
  return judgePerformance({
    start,
    now,
    after: windowBetween(start, now),
    baselines: known.length > 0 ? known : [{ kind: 'before', span: lifetimeOf(start) }],
  })
}

/** What can be said of a first snapshot. @param at when it was taken, ms */
const first = (at: number): PerformanceVerdict =>
  unseen(
    {
      reason: 'no snapshot of before is known; this one is kept as the first',
      mend: 'ask again when the application has worked for a while',
    },
    at,
  )
