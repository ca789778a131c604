import { settingsOf, type Bindings } from '../env.ts'
import type { RunRequest } from '../model/run.ts'
import { beat } from '../notify/heartbeat.ts'
import type { Fetch } from '../notify/send.ts'
import { listDeadRuns } from '../store/dead-runs.ts'
import { tallyOutbox } from '../store/outbox-tally.ts'
import { endedTicks } from '../store/ticks.ts'
import { SCHEDULE } from './schedule.ts'

/** A monitor that could not tell somebody of something, or not look, within this time is not well, ms. */
const RECENT = 86_400_000

/**
 * Once every target was looked at in a tick, says to the dead man's switch that the monitor lives; or that it does not do
 * what it is for, where messages or runs were given up within a day. A target that is down is no reason: it has an incident.
 */
export async function beatAfter(
  env: Bindings,
  { suite, scheduledAt, trigger }: Pick<RunRequest, 'suite' | 'scheduledAt' | 'trigger'>,
  now: number,
  ask?: Fetch,
): Promise<void> {
  if (suite !== 'tick' || trigger !== 'cron' || env.HEARTBEAT_URL === undefined) return
  const names = settingsOf(env).targets.map(({ name }) => name)
  if ((await endedTicks(env.DB, names, scheduledAt)) < names.length) return
  const why = await unwell(env.DB, now)
  await beat(env, why === null ? { beat: 'alive' } : { beat: 'fail', why }, ask)
}

/** Says to the dead man's switch that a tick has begun. */
export async function beatBefore(env: Bindings, cron: string, ask?: Fetch): Promise<void> {
  if (cron === SCHEDULE.tick) await beat(env, { beat: 'start' }, ask)
}

/** What of the monitor itself went wrong within a day; null: nothing. */
async function unwell(db: D1Database, now: number): Promise<string | null> {
  const [channels, runs] = await Promise.all([tallyOutbox(db), listDeadRuns(db, now - RECENT, 100)])
  const silent = channels.filter(({ diedAt }) => diedAt !== null && diedAt >= now - RECENT)
  const said = [
    ...silent.map(({ channel, dead }) => `messages to ${channel} could not be sent (${dead}): GET /outbox`),
    ...(runs.length === 0 ? [] : [`runs broke at every try (${runs.length}): GET /outbox`]),
  ]
  return said.length === 0 ? null : said.join('\n')
}
