import type { Miss, RungOutcome } from '../model/backup/outcome.ts'
import type { PitrWindow } from '../model/backup/reading.ts'
import { listBackups } from './calls.ts'
import { managementOf, missOf, noSuchProject, SKEW, span, type Climber, type TryRung } from './climber.ts'
import { askPatiently } from './management.ts'

const rung = 'pitr'

/** Between two looks at a window that lies behind: Supabase archives at most every two minutes. ms */
const AGAIN = 15_000

/** Point-in-time recovery, where its window is seen to reach up to now; one that lies behind is waited for. */
export const pitr: TryRung = async (climber, deadline) => {
  const management = managementOf(climber, rung, deadline)
  if ('rung' in management) return management
  for (;;) {
    const answer = await askPatiently(management, listBackups)
    if (answer.state === 'none') return noSuchProject(rung)
    if (answer.state !== 'answered') return missOf(rung, answer, 'failed')
    const judged = judge(climber, answer.value.pitr)
    if (judged.state !== 'unknown' || !judged.retryable || climber.world.now() + AGAIN >= deadline) return judged
    await climber.world.sleep(AGAIN)
  }
}

function judge({ world, policy }: Climber, { enabled, earliest, latest }: PitrWindow): RungOutcome {
  const now = world.now()
  if (!enabled) return noAddOn
  if (earliest === null || latest === null)
    return unknown('point-in-time recovery is on, and tells no window yet: its first backup is not there')
  if (earliest > latest || latest > now + SKEW)
    return unknown(`its window, ${iso(earliest)} to ${iso(latest)}, cannot be: the clocks differ`)
  const lag = Math.max(0, now - latest)
  if (lag > policy.pitrLag)
    return unknown(
      `point-in-time recovery covers only up to ${iso(latest)}, ${span(lag)} ago: the database was idle since, or archiving stands still`,
    )
  return {
    state: 'holds',
    rung,
    guarantee: {
      rpoMs: lag,
      says: `the database as it was at any moment from ${iso(earliest)} to ${iso(latest)}`,
      without: ['objects in Storage', `what was written in the last ${span(lag)}`],
      restore: 'POST /v1/projects/{ref}/database/backups/restore-pitr {"recovery_time_target_unix":…}',
    },
    evidence: {
      id: 'pitr',
      covers: latest,
      seenAt: now,
      detail: { earliest: iso(earliest), latest: iso(latest), lag_seconds: Math.round(lag / 1000) },
    },
  }
}

const iso = (ms: number) => new Date(ms).toISOString()

const unknown = (reason: string): Miss => ({
  rung,
  state: 'unknown',
  reason,
  mend: 'have the database write something (select pg_current_xact_id()), wait two minutes, ask again',
  retryable: true,
})

const noAddOn: Miss = {
  rung,
  state: 'notOnPlan',
  reason: 'point-in-time recovery is an add-on that this project does not have',
  mend: 'https://supabase.com/dashboard/project/_/settings/addons',
  retryable: false,
}
