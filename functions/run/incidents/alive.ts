import { settingsOf, type Bindings } from '../../env.ts'
import type { RunRequest } from '../../model/run.ts'
import { beat } from '../../notify/heartbeat.ts'
import type { Fetch } from '../../notify/send.ts'
import { listDeadRuns } from '../../store/dead-runs.ts'
import { tallyOutbox } from '../../store/outbox-tally.ts'
import { endedTicks } from '../../store/ticks.ts'
import { SCHEDULE } from '../schedule.ts'

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
  const { runs, messages } = await unwell(env.DB, now)
  const why = [
    ...(messages === 0 ? [] : [`messages could not be sent to people (${messages}): GET /outbox`]),
    ...(runs === 0 ? [] : [`runs broke at every try (${runs}): GET /outbox`]),
  ].join('\n')
  await beat(env, why === '' ? { beat: 'alive' } : { beat: 'fail', why }, ask)
}

/** Says to the dead man's switch that a tick has begun. */
export async function beatBefore(env: Bindings, cron: string, ask?: Fetch): Promise<void> {
  if (cron === SCHEDULE.tick) await beat(env, { beat: 'start' }, ask)
}

/** What was given up within a day. */
export interface Unwell {
  runs: number
  /** Of the channels where one was given up within a day. */
  messages: number
}

/** What of the monitor itself went wrong within a day. */
export async function unwell(db: D1Database, now: number): Promise<Unwell> {
  const [channels, runs] = await Promise.all([tallyOutbox(db), listDeadRuns(db, now - RECENT, 1000)])
  const silent = channels.filter(({ diedAt }) => diedAt !== null && diedAt >= now - RECENT)
  return { runs: runs.length, messages: silent.reduce((sum, { dead }) => sum + dead, 0) }
}
