import type { Unknown } from '../model/finding.ts'
import type { Lock, LockedFact } from '../model/lock.ts'

/** What could not be read because of a lock, one unknown for each relation that is locked. */
export function lockUnknowns(locked: readonly LockedFact[]): Unknown[] {
  const byRelation = Map.groupBy(locked, ({ lock }) => lock.relation)
  return [...byRelation].flatMap(([relation, facts]) =>
    facts.slice(0, 1).map(({ lock }) => ({
      key: `drift:locked:${relation}`,
      check: 'drift' as const,
      subject: relation,
      reason: `${blockedBy(lock)}: ${listed(facts.map(({ key }) => key))} could only be read by waiting; all else was compared`,
      mend: lockMend(lock),
    })),
  )
}

/** `locked by pid 1234 (psql), whose transaction has been open since 2025-11-20T09:00:00+00:00` */
export function blockedBy({ pid, held, since, application, behind }: Lock): string {
  if (pid === null) return 'locked by a prepared transaction'
  const who = application ? `pid ${pid} (${application})` : `pid ${pid}`
  if (held) return `locked by ${who}${since === null ? '' : `, whose transaction has been open since ${since}`}`
  return `${who} waits for a lock on it${behind === null ? '' : ` behind pid ${behind}`}${since === null ? '' : ` since ${since}`}`
}

/** What lets it be read again. Cancelling ends a statement, not a transaction in which nothing runs. */
export function lockMend({ pid, idle }: Lock): string {
  if (pid === null) return 'select gid, prepared from pg_prepared_xacts; -- then commit prepared or rollback prepared'
  const end = idle === true ? 'terminate' : 'cancel'
  return `select pg_${end}_backend(${pid}); -- or wait for it to end: the next run looks again`
}

const SHOWN = 4

const listed = (keys: readonly string[]) => {
  const shown = keys.slice(0, SHOWN).join(', ')
  return keys.length > SHOWN ? `${shown} and ${keys.length - SHOWN} more` : shown
}
