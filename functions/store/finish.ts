import type { Finding } from '../model/finding.ts'
import type { RunStatus } from '../model/run.ts'
import { chunks, type Fence } from './fence.ts'
import type { RunOutcome } from './shapes.ts'

/** What a run changes in the findings of its target. */
export interface FindingChanges {
  /** New, changed, or due to have their `last_seen` written. */
  write: Finding[]
  /** Keys of open findings that are no longer there. */
  resolve: string[]
}

export interface Ending {
  target: string
  /** Its name. */
  id: string
  attempt: number
  /** ms; of two runs of a target, the one that started later knows better. */
  startedAt: number
  endedAt: number
  status: RunStatus
  /** How many findings are open after it. */
  findings: number
  outcome: RunOutcome
  changes: FindingChanges
}

/**
 * stored: the run ended and its findings are the target's · superseded: it ended, but a run that started later ended
 * before it, so the findings stay that run's · lost: the lease ran out and another invocation has the run; nothing was written.
 */
export type Finish = 'stored' | 'superseded' | 'lost'

/**
 * Ends a run and applies its changes to the findings, in one transaction with what else comes of it.
 * @param also more statements, each of which must hold to the fence that it is given
 */
export async function finishRun(
  db: D1Database,
  ending: Ending,
  also: (fence: Fence) => readonly D1PreparedStatement[] = () => [],
): Promise<Finish> {
  const { target, id, attempt, startedAt, endedAt, changes } = ending
  const guard = [target, id, attempt, endedAt, startedAt] as const
  const results = await db.batch([
    db
      .prepare(
        `update runs set ended_at = ?4, lease_until = 0, status = ?5, findings = ?6, outcome = ?7
         where target = ?1 and id = ?2 and attempt = ?3 and ended_at is null`,
      )
      .bind(target, id, attempt, endedAt, ending.status, ending.findings, JSON.stringify(ending.outcome)),
    ...chunks(changes.write).map((json) => db.prepare(WRITE).bind(...guard, json)),
    ...chunks(changes.resolve).map((json) => db.prepare(RESOLVE).bind(...guard, json)),
    ...also({ sql: OURS, values: guard }),
    db.prepare(`select 1 where ${OURS}`).bind(...guard),
  ])
  if (results[0]?.meta.changes === 0) return 'lost'
  return results.at(-1)?.results.length === 1 ? 'stored' : 'superseded'
}

/** The run was ended by this very batch, and no run that started later has ended. */
const OURS = `exists (select 1 from runs where target = ?1 and id = ?2 and attempt = ?3 and ended_at = ?4)
  and not exists (select 1 from runs where target = ?1 and started_at > ?5 and ended_at is not null)`

const WRITE = `insert into findings (target, key, first_seen, last_seen, first_run, last_run, finding)
  select ?1, json_extract(value, '$.key'), ?4, ?4, ?2, ?2, value from json_each(?6) where ${OURS}
  on conflict do update set last_seen = excluded.last_seen, last_run = excluded.last_run, finding = excluded.finding`

const RESOLVE = `update findings set resolved_at = ?4
  where target = ?1 and resolved_at is null and key in (select value from json_each(?6)) and ${OURS}`
