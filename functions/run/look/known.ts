import type { Readings } from '../../checks/trends/series.ts'
import type { Bindings, Target } from '../../env.ts'
import type { Suite } from '../../model/run.ts'
import { newestOrMissing } from '../../store/blueprints.ts'
import { daysSince, hoursSince } from '../../store/days.ts'
import { listFindings } from '../../store/findings.ts'
import { gathering } from '../../store/gather.ts'
import { newestVerdicts } from '../../store/performance-verdicts.ts'
import { newestPin } from '../../store/pins.ts'
import { lastRun } from '../../store/runs.ts'
import { SAMPLES_KEPT, samplesAt } from '../../store/samples.ts'
import { covers } from '../settle.ts'
import { suitesDue, suitesOf } from '../health/due.ts'

/** How far back readings say what is to come, ms. */
const TREND_REACHES = 40 * 86_400_000

/** All that is known of a target before a run of a suite looks at it, asked for at once. @param now ms */
export async function knownOf({ DB, KV }: Pick<Bindings, 'DB' | 'KV'>, { name }: Target, suite: Suite, now: number) {
  const expected = suitesOf(suite).includes('daily')
  const db = gathering(DB)
  const [blueprint, pin, last, samples, open, verdicts, read] = await Promise.all([
    newestOrMissing({ DB: db, KV }, name),
    newestPin({ DB: db, KV }, name),
    lastRun(db, name),
    samplesAt(db, name, now),
    listFindings(db, name, 'open'),
    newestVerdicts(db, name),
    readingsOf(db, name, expected, now),
  ])
  const before = last?.outcome ?? null
  const sawDrift = before !== null && covers(before, 'drift') ? (last?.endedAt ?? null) : null
  const suites = suitesDue(suite, before)
  const daily = suites.includes('daily')
  const readings = daily === expected ? read : await readingsOf(db, name, daily, now)
  return { blueprint, pin, before, sawDrift, samples, open, verdicts, readings, suites, daily }
}

/** What a run holds its look against. */
export type Known = Awaited<ReturnType<typeof knownOf>>

async function readingsOf(db: D1Database, target: string, daily: boolean, now: number): Promise<Readings> {
  const [days, hours] = await Promise.all([
    daysSince(db, target, now - TREND_REACHES, daily),
    daily ? hoursSince(db, target, now - SAMPLES_KEPT) : [],
  ])
  return { days, hours }
}
