import { z } from 'zod'
import type { RunRequest } from '../model/run.ts'
import { RunRecord } from './shapes.ts'

/** How long a run may take before another delivery of its message may take it up, ms. */
export const LEASE = 120_000

/** How long rows of runs are kept, ms. */
export const RUNS_KEPT = 30 * 86_400_000

/** A run's name within its target: the same request always has the same. */
export const runId = ({ suite, scheduledAt }: Pick<RunRequest, 'suite' | 'scheduledAt'>): string =>
  `${suite}-${scheduledAt}`

/** claimed: it is ours to run · ended: it was run before · held: another invocation is at it until then. */
export type Claim = { state: 'claimed'; attempt: number } | { state: 'ended' } | { state: 'held'; until: number }

/** Takes a run, unless it has ended or somebody else holds its lease. `now` in ms. */
export async function claimRun(db: D1Database, request: RunRequest, now: number): Promise<Claim> {
  const id = runId(request)
  const claimed = await db
    .prepare(
      `insert into runs (target, id, suite, scheduled_at, trigger, attempt, started_at, lease_until)
       values (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7)
       on conflict (target, id) do update
       set attempt = attempt + 1, started_at = excluded.started_at, lease_until = excluded.lease_until
       where ended_at is null and lease_until <= excluded.started_at
       returning attempt`,
    )
    .bind(request.target, id, request.suite, request.scheduledAt, request.trigger, now, now + LEASE)
    .first<{ attempt: number }>()
  if (claimed) return { state: 'claimed', attempt: claimed.attempt }

  const held = await db
    .prepare('select lease_until as until from runs where target = ?1 and id = ?2 and ended_at is null')
    .bind(request.target, id)
    .first<{ until: number }>()
  return held ? { state: 'held', until: held.until } : { state: 'ended' }
}

/** Gives a claimed run back, so that it can be taken up at once. */
export async function releaseRun(db: D1Database, target: string, id: string, attempt: number): Promise<void> {
  await db
    .prepare('update runs set lease_until = 0 where target = ?1 and id = ?2 and attempt = ?3 and ended_at is null')
    .bind(target, id, attempt)
    .run()
}

const COLUMNS = `id, target, suite, trigger, scheduled_at as scheduledAt, attempt, started_at as startedAt,
  ended_at as endedAt, status, findings, outcome`

/** One run, or null where there is none of that name. */
export async function findRun(db: D1Database, target: string, id: string): Promise<RunRecord | null> {
  const row = await db.prepare(`select ${COLUMNS} from runs where target = ?1 and id = ?2`).bind(target, id).first()
  return row && runFrom(row)
}

/** The newest runs of a target, newest first. */
export async function listRuns(db: D1Database, target: string, limit: number): Promise<RunRecord[]> {
  const { results } = await db
    .prepare(`select ${COLUMNS} from runs where target = ?1 order by started_at desc, id desc limit ?2`)
    .bind(target, limit)
    .all()
  return results.map(runFrom)
}

/** The run that looked at a target last and has ended; null: none yet. */
export async function lastRun(db: D1Database, target: string): Promise<RunRecord | null> {
  const row = await db
    .prepare(
      `select ${COLUMNS} from runs where target = ?1 and ended_at is not null order by started_at desc, id desc limit 1`,
    )
    .bind(target)
    .first()
  return row && runFrom(row)
}

/** When the newest run of each target ended, ms; null: none has. */
export async function lastEnds(
  db: D1Database,
  targets: readonly string[],
): Promise<{ target: string; at: number | null }[]> {
  const { results } = await db
    .prepare(
      `select value as target, (
         select ended_at from runs where target = value and ended_at is not null order by started_at desc limit 1) as at
       from json_each(?1)`,
    )
    .bind(JSON.stringify(targets))
    .all()
  return z.array(z.object({ target: z.string(), at: z.number().nullable() })).parse(results)
}

/** The same of several targets at once; of one without an ended run there is none. */
export async function lastRuns(db: D1Database, targets: readonly string[]): Promise<RunRecord[]> {
  const { results } = await db
    .prepare(
      `select ${COLUMNS.replace('id,', 'runs.id,')} from json_each(?1) t cross join runs
         on target = t.value and runs.id = (
           select last.id from runs last where last.target = t.value and last.ended_at is not null
           order by last.started_at desc, last.id desc limit 1)`,
    )
    .bind(JSON.stringify(targets))
    .all()
  return results.map(runFrom)
}

/** A run that found a target as a blueprint says, with nothing grave and nothing unknown. */
export interface Verified {
  hash: string
  run: string
  /** ms */
  at: number
}

/** A run's status without the target's health. */
const TRUTH = `coalesce(json_extract(outcome, '$.withoutHealth'), status)`

/**
 * By blueprint, the newest run that could look at everything and judged the target by it; of those whose newest run found
 * nothing graver than medium, with all migrations applied. What was said of the target's health does not count. Runs are kept for RUNS_KEPT.
 */
export async function verifiedBlueprints(db: D1Database, target: string): Promise<Map<string, Verified>> {
  const { results } = await db
    .prepare(
      `select hash, run, at from (
         select json_extract(outcome, '$.blueprint.hash') as hash, id as run, ended_at as at, ${TRUTH} as truth,
           json_extract(outcome, '$.position.applied') as applied, json_extract(outcome, '$.position.of') as entries,
           row_number() over (partition by json_extract(outcome, '$.blueprint.hash') order by started_at desc, id desc) as nth
         from runs where target = ?1 and ended_at is not null and ${TRUTH} <> 'unknown'
       ) where nth = 1 and hash is not null and truth in ('pass', 'warn') and applied = entries`,
    )
    .bind(target)
    .all()
  const rows = z.array(z.object({ hash: z.string(), run: z.string(), at: z.number() })).parse(results)
  return new Map(rows.map((row) => [row.hash, row]))
}

/** Deletes the rows of runs that were due before `before` (ms). */
export async function pruneRuns(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from runs where scheduled_at < ?1').bind(before).run()
}

const runFrom = (row: Record<string, unknown>): RunRecord =>
  RunRecord.parse({ ...row, outcome: typeof row.outcome === 'string' ? JSON.parse(row.outcome) : null })
