import { Overtaken, type Climber } from '../backup/climber.ts'
import { climb } from '../backup/ladder.ts'
import { pointName } from '../backup/point-name.ts'
import type { World } from '../backup/world.ts'
import type { Fault } from '../env/fault.ts'
import { Climb } from '../model/backup/outcome.ts'
import type { BackupRequest } from '../model/backup/request.ts'
import { sha256 } from '../model/parts.ts'
import { backupPolicyOf, type BackupsWay, type TargetConfig } from '../model/target.ts'
import { claimBackup, endBackup, noteAsking, releaseBackup, type BackupAttempt } from '../store/backup-requests.ts'
import { latestLogicalBackup } from '../store/logical-backups.ts'

export interface BackupContext {
  env: { DB: D1Database }
  target: { name: string; config: TargetConfig; backups: BackupsWay | Fault | null }
  world: World
}

/** done: with the answer, `stored` where it was given before · other: the key belongs to another request · held: until then (ms). */
export type BackupAnswer =
  | { state: 'done'; climb: Climb; stored: boolean }
  | { state: 'other' }
  | { state: 'held'; until: number }

/** Beyond what a request may take, before another may take it up: no request of its can be under way any more. ms */
const LEASE_BEYOND = 60_000

/**
 * Sees to it that a backup exists, once for a key however often it is asked for. What was decided for good is kept and given again; what
 * is not known yet stays open, and the next request with that key goes on with it.
 */
export async function backUp(context: BackupContext, key: string, request: BackupRequest): Promise<BackupAnswer> {
  const { env, target, world } = context
  const asked = {
    target: target.name,
    key,
    digest: await sha256(JSON.stringify([request.reason ?? null, request.wait])),
    point: await pointName(target.name, key),
  }
  const budget = request.wait * 1000
  const claim = await claimBackup(env.DB, asked, world.now(), budget + LEASE_BEYOND)
  if (claim.state === 'ended') return { state: 'done', climb: claim.climb, stored: true }
  if (claim.state !== 'claimed') return claim
  const attempt = { target: target.name, key, attempt: claim.attempt }
  try {
    // Parsed, as what is kept will be: the answer is the same text when it comes again.
    const done = Climb.parse(await climb(climberOf(context, asked.point, claim.askedAt, attempt, budget), budget))
    if (done.verdict === 'unknown') await releaseBackup(env.DB, attempt)
    else if (!(await endBackup(env.DB, attempt, done, world.now()))) throw new Overtaken()
    return { state: 'done', climb: done, stored: false }
  } catch (error) {
    if (error instanceof Overtaken) return { state: 'held', until: world.now() + budget }
    await releaseBackup(env.DB, attempt)
    throw error
  }
}

function climberOf(
  { env, target, world }: BackupContext,
  point: string,
  askedAt: number | null,
  attempt: BackupAttempt,
  budget: number,
): Climber {
  const intent = {
    askedAt,
    async write(now: number) {
      if (!(await noteAsking(env.DB, attempt, now, budget + LEASE_BEYOND))) throw new Overtaken()
      intent.askedAt = now
    },
  }
  return {
    world,
    policy: backupPolicyOf(target.config),
    way: target.backups ?? noWay(target.name),
    point,
    intent,
    latestLogical: () => latestLogicalBackup(env.DB, target.name),
  }
}

/** Why the platform cannot be asked about a target's backups. */
export const noWay = (name: string) => ({
  reason: 'no way to the platform’s backups is configured for this target',
  mend: `add backup = { project_ref = "…", token_secret = "SUPABASE_ACCESS_TOKEN" } to [vars.TARGETS.${name}] in wrangler.toml`,
})
