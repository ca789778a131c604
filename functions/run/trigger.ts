import { settingsOf, type Bindings } from '../env.ts'
import type { RunRequest } from '../model/run.ts'
import { ANNOUNCEMENTS_KEPT, pruneAnnouncements } from '../store/announcements.ts'
import { pruneBackupRequests, REQUESTS_KEPT } from '../store/backup-requests.ts'
import { recordFired } from '../store/crons.ts'
import { DAYS_KEPT, pruneDays } from '../store/days.ts'
import { prunePerformance } from '../store/performance.ts'
import { DEAD_RUNS_KEPT, pruneDeadRuns } from '../store/dead-runs.ts'
import { pruneIncidents } from '../store/incidents.ts'
import { OUTBOX_KEPT, pruneOutbox } from '../store/outbox.ts'
import { RUN_DAYS_KEPT, pruneRunDays, rollRunDays } from '../store/run-days.ts'
import { pruneRuns, RUNS_KEPT } from '../store/runs.ts'
import { pruneSamples, SAMPLES_KEPT } from '../store/samples.ts'
import { advanceAnnouncements } from './incidents/announce.ts'
import { advanceIncidents } from './incidents/advance.ts'
import { SCHEDULE, suiteOf } from './schedule.ts'

/** A queue takes this many messages at once. */
const BATCH = 100

/**
 * What a cron trigger does: one message per target, and at a tick the clocks of incidents go on. The cron counts as fired once
 * all that is done: what did not come before it is told.
 */
export async function onCron({ cron, scheduledTime }: ScheduledController, env: Bindings): Promise<void> {
  const suite = suiteOf(cron)
  const messages = settingsOf(env).targets.map(({ name }) => ({
    body: { target: name, suite, scheduledAt: scheduledTime, trigger: 'cron' } satisfies RunRequest,
  }))
  for (let i = 0; i < messages.length; i += BATCH) await env.RUNS.sendBatch(messages.slice(i, i + BATCH))
  if (suite === 'tick') {
    await advanceIncidents(env, scheduledTime)
    await advanceAnnouncements(env, scheduledTime)
  }
  await recordFired(env.DB, suite, SCHEDULE[suite], scheduledTime)
  if (suite !== 'daily') return
  await rollRunDays(
    env.DB,
    settingsOf(env).targets.map(({ name }) => name),
    scheduledTime,
  )
  await pruneRunDays(env.DB, scheduledTime - RUN_DAYS_KEPT)
  await pruneRuns(env.DB, scheduledTime - RUNS_KEPT)
  await pruneBackupRequests(env.DB, scheduledTime - REQUESTS_KEPT)
  await prunePerformance(env.DB, scheduledTime)
  await pruneDeadRuns(env.DB, scheduledTime - DEAD_RUNS_KEPT)
  await pruneIncidents(env.DB, scheduledTime)
  await pruneAnnouncements(env.DB, scheduledTime - ANNOUNCEMENTS_KEPT)
  await pruneOutbox(env.DB, scheduledTime - OUTBOX_KEPT)
  await pruneSamples(env.DB, scheduledTime - SAMPLES_KEPT)
  await pruneDays(env.DB, scheduledTime - DAYS_KEPT)
}
