import { z } from 'zod'
import type { Bindings, Target } from '../env.ts'
import type { DeployParams } from '../model/deploy.ts'
import type { Unread } from '../model/performance.ts'
import { PerformanceVerdict, type JudgedAt, type Moment } from '../model/performance-verdict.ts'
import { unseen } from '../performance/unseen.ts'
import { judgeDeploy, snapshotNow } from '../run/performance/keep.ts'
import { findDeploy, newestDeploy, type StoredDeploy } from '../store/deploys.ts'
import { keepVerdict } from '../store/performance-verdicts.ts'
import { snapshotAt } from '../store/performance.ts'
import type { Durable } from './durable.ts'
import { tellPerformance } from './tell-performance.ts'

export interface FollowContext {
  env: Bindings
  target: Target
  durable: Durable
  /** Clock, ms. */
  now(): number
}

const Taken = z.union([z.object({ at: z.number() }), z.object({ reason: z.string(), mend: z.string().nullable() })])
const Overtaken = z.object({ overtaken: z.boolean() })

const MINUTE = 60_000

/** What follows a deploy: how long after the moment before, and what is judged then. */
const MOMENTS: readonly { moment: Moment; after: number; judged: JudgedAt | null }[] = [
  { moment: 'end', after: 0, judged: 'end' },
  { moment: 'warm', after: 10 * MINUTE, judged: null },
  { moment: '15min', after: 5 * MINUTE, judged: '15min' },
  { moment: '1h', after: 45 * MINUTE, judged: '1h' },
  { moment: '24h', after: 23 * 60 * MINUTE, judged: '24h' },
]

/** Takes the snapshot of before a deploy, with which everything after it is compared. What cannot be taken changes no verdict. */
export async function noteStart(context: FollowContext, { deploy }: DeployParams): Promise<void> {
  await take(context, deploy, 'start').catch((error: unknown) => console.warn(saidOf(error)))
}

/**
 * Follows a target after a deploy for a day: counters at its end, once the cache is warm, after 15 minutes, an hour and a day, and after each
 * whether it became slower. Each piece has its name and is done once. A newer deploy ends it: what is slower then is that one's.
 */
export async function followDeploy(context: FollowContext, { deploy: id }: DeployParams): Promise<void> {
  const { env, target, durable } = context
  if (target.fault !== null) return
  const deploy = await findDeploy(env.DB, target.name, id)
  if (deploy === null) return
  for (const { moment, after, judged } of MOMENTS) {
    if (after > 0) await durable.sleep(`performance: until ${moment}`, after)
    const { overtaken } = await durable.once(`performance: still newest ${moment}`, Overtaken, async () => {
      const newest = await newestDeploy(env.DB, target.name, null)
      return { overtaken: newest !== null && newest.id !== id }
    })
    if (overtaken) return
    const taken = await take(context, id, moment).catch((error: unknown) => ({ reason: saidOf(error), mend: null }))
    if (judged === null) continue
    const verdict = await durable.once(`performance: verdict ${moment}`, PerformanceVerdict, () =>
      judgeTaken(context, deploy, judged, taken),
    )
    if (judged !== 'end') await tellPerformance(context, deploy, judged, verdict)
  }
}

const saidOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function take(
  { env, target, durable }: FollowContext,
  deploy: string,
  moment: Moment,
): Promise<{ at: number } | Unread> {
  if (target.fault !== null) return target.fault
  return durable.once(`performance: ${moment}`, Taken, async () => {
    const taken = await snapshotNow({ env, target }, { deploy, moment })
    return taken.reached ? { at: taken.value.at } : { reason: taken.failure.reason, mend: taken.failure.mend }
  })
}

async function judgeTaken(
  { env, target, now }: FollowContext,
  deploy: StoredDeploy,
  judgedAt: JudgedAt,
  taken: { at: number } | Unread,
): Promise<PerformanceVerdict> {
  if (target.fault !== null) throw new Error(`${target.name} cannot be looked at`)
  const snapshot = 'at' in taken ? await snapshotAt(env.DB, target.name, deploy.id, taken.at) : null
  if (snapshot === null) {
    const why = 'at' in taken ? { reason: 'its snapshot is gone', mend: null } : taken
    const verdict = unseen(why, now())
    await keepVerdict(env.DB, target.name, { deploy: deploy.id, judgedAt, verdict })
    return verdict
  }
  return judgeDeploy({ env, target }, { deploy: deploy.id, deployed: beganAt(deploy), judgedAt }, snapshot)
}

/** When a deploy began, as far as anybody told, ms. */
const beganAt = ({ before, after, at }: StoredDeploy) => before?.begunAt ?? after?.askedAt ?? at
