import type { LogicalBackup } from '../model/backup/logical.ts'
import type { Miss, RungOutcome } from '../model/backup/outcome.ts'
import type { BackupPolicy, Rung } from '../model/backup/policy.ts'
import type { BackupsWay, WorkflowWay } from '../model/target.ts'
import type { Management } from './management.ts'
import type { Refusal } from './refusal.ts'
import type { World } from './world.ts'

/** Remembers, where a crash cannot reach it, that a restore point was asked for. */
export interface Intent {
  /** When the restore point was last asked for, ms; null: not yet. */
  askedAt: number | null
  /** Writes that it is asked for now, before it is. @throws Overtaken where somebody else has taken the request up */
  write(now: number): Promise<void>
}

/** Remembers, where a crash cannot reach it, that the backup workflow was dispatched. */
export interface DispatchIntent extends Intent {
  /** The number of its run; 0 where GitHub does not tell it; null: nobody knows whether it was dispatched. */
  run: number | null
  /** Writes that it was dispatched. @throws Overtaken where somebody else has taken the request up */
  confirm(run: number): Promise<void>
}

/** Somebody else goes on with this request: whoever meets this must not touch anything any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** What a rung needs. */
export interface Climber {
  world: World
  policy: BackupPolicy
  /** The way to the platform's backups, or why there is none. */
  way: BackupsWay | { reason: string; mend: string }
  /** Name of the target. */
  target: string
  /** Name of what belongs to the request: its restore point, the run of its workflow. */
  point: string
  intent: Intent
  /** The workflow that makes a logical backup, or why there is no way to it; null: none is configured. */
  dispatch: { way: WorkflowWay | { reason: string; mend: string } | null; intent: DispatchIntent }
  /** The newest logical backup on record; null: none. */
  latestLogical(): Promise<LogicalBackup | null>
}

/** One rung: tries until it holds, cannot, or the deadline (ms) has come. */
export type TryRung = (climber: Climber, deadline: number) => Promise<RungOutcome>

/** The Management API for a rung; a miss where there is no way to it. */
export function managementOf({ world, way }: Climber, rung: Miss['rung'], deadline: number): Management | Miss {
  if (!('reason' in way)) return { world, way, deadline }
  return { rung, state: 'unknown', reason: way.reason, mend: way.mend, retryable: false }
}

/**
 * What a refusal means for a rung.
 * @param forbidden what 403 without another word means: the listing is there for all plans, restore points are not
 */
export function missOf(rung: Miss['rung'], { state, reason, mend }: Refusal, forbidden: 'notOnPlan' | 'failed'): Miss {
  if (state === 'unsure') return { rung, state: 'unknown', reason, mend, retryable: true }
  if (state === 'payment') return { rung, state: 'notOnPlan', reason, mend, retryable: false }
  return { rung, state: state === 'forbidden' ? forbidden : 'failed', reason, mend, retryable: false }
}

/** Clocks may differ by this much; a backup from further ahead is not believed. ms */
export const SKEW = 300_000

/** `26 h`, `3 min`: a time in ms as people say it. */
export const span = (ms: number): string =>
  ms >= 7_200_000
    ? `${Math.round(ms / 3_600_000)} h`
    : ms >= 120_000
      ? `${Math.round(ms / 60_000)} min`
      : `${Math.round(ms / 1000)} s`

/** The project is not one of the API's, or has not what the rung asks for. */
export const noSuchProject = (rung: Rung): Miss => ({
  rung,
  state: 'failed',
  reason: 'the Management API has no such project (404)',
  mend: 'compare project_ref with the address of the project’s dashboard',
  retryable: false,
})
