import { settingsOf, type Bindings } from '../env.ts'
import type { RunRequest } from '../model/run.ts'
import { pruneBackupRequests, REQUESTS_KEPT } from '../store/backup-requests.ts'
import { recordFired } from '../store/crons.ts'
import { RUN_DAYS_KEPT, pruneRunDays, rollRunDays } from '../store/run-days.ts'
import { pruneRuns, RUNS_KEPT } from '../store/runs.ts'
import { pruneSamples, SAMPLES_KEPT } from '../store/samples.ts'
import { SCHEDULE, suiteOf } from './schedule.ts'

/** A queue takes this many messages at once. */
const BATCH = 100

/** What a cron trigger does: one message per target. The cron counts as fired once they are on the queue. */
export async function onCron({ cron, scheduledTime }: ScheduledController, env: Bindings): Promise<void> {
  const suite = suiteOf(cron)
  const messages = settingsOf(env).targets.map(({ name }) => ({
    body: { target: name, suite, scheduledAt: scheduledTime, trigger: 'cron' } satisfies RunRequest,
  }))
  for (let i = 0; i < messages.length; i += BATCH) await env.RUNS.sendBatch(messages.slice(i, i + BATCH))
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
  await pruneSamples(env.DB, scheduledTime - SAMPLES_KEPT)
}
