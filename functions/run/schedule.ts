import { Cron } from 'croner'
import { LookCheck, type CheckName } from '../model/finding.ts'
import type { Suite } from '../model/run.ts'

/** Which cron trigger of wrangler.toml asks for which suite; UTC. */
export const SCHEDULE = {
  tick: '*/5 * * * *',
  daily: '17 3 * * *',
  weekly: '23 4 * * MON',
} as const satisfies Partial<Record<Suite, string>>

export type ScheduledSuite = keyof typeof SCHEDULE

/** The suite of a cron expression. Throws where wrangler.toml has a cron that is no suite's. */
export function suiteOf(cron: string): ScheduledSuite {
  for (const suite of ['tick', 'daily', 'weekly'] as const) if (SCHEDULE[suite] === cron) return suite
  const known = Object.values(SCHEDULE).join('", "')
  throw new Error(`no suite belongs to the cron "${cron}": keep crons = ["${known}"] in wrangler.toml`)
}

/** The checks of a suite that ask the target: the same for all, until suites differ. */
export const checksOf = (_suite: Suite): readonly CheckName[] => LookCheck.options

/** The newest due time of a cron up to `now`; ms, null where there is none. */
export const dueBefore = (cron: string, now: number): number | null =>
  new Cron(cron, { timezone: 'UTC' }).previousRuns(1, new Date(now + 1))[0]?.getTime() ?? null

/** The first due time of a cron after `time`; ms, null where there is none. */
export const dueAfter = (cron: string, time: number): number | null =>
  new Cron(cron, { timezone: 'UTC' }).nextRun(new Date(time))?.getTime() ?? null
