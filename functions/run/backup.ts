import { Overtaken, type Climber, type DispatchIntent, type Intent } from '../backup/climber.ts'
import { climb } from '../backup/ladder.ts'
import { pointName } from '../backup/point-name.ts'
import type { World } from '../backup/world.ts'
import type { Fault } from '../env/fault.ts'
import { githubAccess } from '../env/github.ts'
import { Climb } from '../model/backup/outcome.ts'
import type { BackupRequest } from '../model/backup/request.ts'
import { sha256 } from '../model/parts.ts'
import { backupPolicyOf, type BackupsWay, type TargetConfig, type WorkflowWay } from '../model/target.ts'
import {
  claimBackup,
  endBackup,
  noteAsking,
  noteDispatched,
  noteDispatching,
  releaseBackup,
  type BackupAttempt,
  type BackupClaim,
} from '../store/backup-requests.ts'
import { latestLogicalBackup } from '../store/logical-backups.ts'

export interface BackupContext {
  /** GITHUB_TOKEN, and GITHUB_API_URL, where a workflow makes logical backups. */
  env: { DB: D1Database; GITHUB_TOKEN?: unknown; GITHUB_API_URL?: unknown }
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
    const done = Climb.parse(
      await climb(climberOf(context, asked.point, claim, attempt, budget + LEASE_BEYOND), budget),
    )
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
  claim: Extract<BackupClaim, { state: 'claimed' }>,
  attempt: BackupAttempt,
  lease: number,
): Climber {
  return {
    world,
    policy: backupPolicyOf(target.config),
    way: target.backups ?? noWay(target.name),
    target: target.name,
    point,
    intent: askingOf(env.DB, attempt, claim.askedAt, lease),
    dispatch: { way: workflowWay(env, target.config), intent: dispatchingOf(env.DB, attempt, claim, lease) },
    latestLogical: () => latestLogicalBackup(env.DB, target.name),
  }
}

function askingOf(db: D1Database, attempt: BackupAttempt, askedAt: number | null, lease: number): Intent {
  const intent: Intent = {
    askedAt,
    async write(now) {
      if (!(await noteAsking(db, attempt, now, lease))) throw new Overtaken()
      intent.askedAt = now
    },
  }
  return intent
}

function dispatchingOf(
  db: D1Database,
  attempt: BackupAttempt,
  { dispatchedAt, run }: Extract<BackupClaim, { state: 'claimed' }>,
  lease: number,
): DispatchIntent {
  const intent: DispatchIntent = {
    askedAt: dispatchedAt,
    run,
    async write(now) {
      if (!(await noteDispatching(db, attempt, now, lease))) throw new Overtaken()
      intent.askedAt = now
    },
    async confirm(id) {
      if (!(await noteDispatched(db, attempt, id))) throw new Overtaken()
      intent.run = id
    },
  }
  return intent
}

/** The way to the workflow that makes logical backups, or why there is none; null: none is configured. */
function workflowWay(env: BackupContext['env'], { backup }: TargetConfig): WorkflowWay | Fault | null {
  if (backup?.workflow === undefined) return null
  const access = githubAccess({ ...env })
  if (typeof access !== 'string') return { access, workflow: backup.workflow }
  const mend = `npx wrangler secret put GITHUB_TOKEN: a token with “Actions: write” for ${backup.workflow.repository}`
  return { reason: access.replace(/ \(.*$/s, ''), mend }
}

/** Why the platform cannot be asked about a target's backups. */
export const noWay = (name: string) => ({
  reason: 'no way to the platform’s backups is configured for this target',
  mend: `add backup = { project_ref = "…", token_secret = "SUPABASE_ACCESS_TOKEN" } to [vars.TARGETS.${name}] in wrangler.toml`,
})
