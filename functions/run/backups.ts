import { lookAtBackups } from '../backup/look.ts'
import { realWorld, type World } from '../backup/world.ts'
import { judgeBackups } from '../checks/backup/judge.ts'
import { backupsView } from '../checks/backup/view.ts'
import type { Bindings } from '../env.ts'
import type { BackupsReading, RestorePoint } from '../model/backup/reading.ts'
import type { BackupsView } from '../model/backup/view.ts'
import type { AlsoSeen } from './look/also.ts'
import { backupPolicyOf } from '../model/target.ts'
import { listBackupRequests } from '../store/backup-requests.ts'
import { keepReading, keptReading } from '../store/backups-reading.ts'
import { listLogicalBackups } from '../store/logical-backups.ts'
import { noWay } from './backup.ts'
import type { Usable } from './way-in.ts'

export interface BackupsContext {
  env: Pick<Bindings, 'DB' | 'KV'>
  target: Usable
  world?: World
  /** How old what the platform said may be, ms; null: as old as it is, and nobody is asked. */
  maxAge: number | null
}

/** Runs ask the platform once an hour, which changes its backups once a day. ms */
export const RUNS_ASK = 3_600_000

/** How many of our own records are looked through. */
const MOST = 100

/** All that is known of a target's backups now. */
export async function backupsOf(context: BackupsContext): Promise<BackupsView> {
  const { env, target, world = realWorld } = context
  const [platform, logical, requests] = await Promise.all([
    platformOf(context, world),
    listLogicalBackups(env.DB, target.name, MOST),
    listBackupRequests(env.DB, target.name, MOST),
  ])
  const points = requests.flatMap(({ climb }): RestorePoint[] =>
    climb?.verdict === 'go' && climb.rung === 'restore-point'
      ? [{ name: climb.evidence.id, status: 'AVAILABLE', completedOn: climb.evidence.covers }]
      : [],
  )
  const { name, environment, config } = target
  const policy = backupPolicyOf(config)
  return backupsView({ target: name, environment, policy, platform, logical, points }, world.now())
}

/** What the platform says, or said not too long ago: whoever may read must not be able to use up its rate limit. */
async function platformOf(
  { env, target, maxAge }: BackupsContext,
  world: World,
): Promise<BackupsReading | { reason: string; mend: string }> {
  const way = target.backups ?? noWay(target.name)
  if ('reason' in way) return way
  const kept = await keptReading(env.KV, target.name, world.now(), maxAge ?? Infinity)
  if (kept) return kept
  if (maxAge === null)
    return { reason: 'the platform was not asked lately', mend: `curl $PLUMBLINE_URL/${target.name}/backups` }
  const reading = await lookAtBackups(world, way)
  // What could not be read is asked again with the next look.
  if (reading.platform !== null && reading.points.state !== 'unknown') await keepReading(env.KV, target.name, reading)
  return reading
}

/** What there is to say of the target's backups; null where nothing of them is configured. */
export async function backupsSeen(context: Omit<BackupsContext, 'maxAge'>): Promise<AlsoSeen | null> {
  const { target } = context
  if (target.backups === null && target.config.backup === undefined) return null
  return { checks: ['backup'], ...judgeBackups(await backupsOf({ ...context, maxAge: RUNS_ASK })) }
}
