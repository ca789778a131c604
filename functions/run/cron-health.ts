import type { CronRecord } from '../store/crons.ts'
import { dueAfter, dueBefore } from './schedule.ts'

/** Cron triggers may come late by this much without being missed, ms. */
export const GRACE = 3 * 60_000

/** A cron trigger and whether it came; times in ms. */
export interface CronHealth {
  suite: string
  cron: string
  firedAt: number | null
  nextAt: number | null
  /** The first due time at which it did not come and since which it has not; null: none. */
  missedSince: number | null
}

/** Whether a cron was missed at `now`. What was due before the cron was known is nobody's miss. */
export function cronHealth({ suite, cron, since, firedAt }: CronRecord, now: number): CronHealth {
  const seen = Math.max(since, firedAt ?? 0)
  const due = dueBefore(cron, now - GRACE)
  const missed = due !== null && due > seen
  return { suite, cron, firedAt, nextAt: dueAfter(cron, now), missedSince: missed ? dueAfter(cron, seen) : null }
}
