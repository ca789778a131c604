import { z } from 'zod'
import type { Range } from './episodes.ts'

const DAY = 86_400_000

/** How long rows of days are kept, ms: a year, and what is left of the month that it began in. */
export const RUN_DAYS_KEPT = 400 * DAY

/** The runs of a target on one day (UTC); times in ms. */
export const RunDay = z.object({
  target: z.string(),
  /** When it began. */
  day: z.number(),
  /** How many runs ended, and with which status. */
  runs: z.number(),
  pass: z.number(),
  warn: z.number(),
  fail: z.number(),
  unknown: z.number(),
  /** How many of them say how long they took; their mean and the longest; null: none does. */
  timed: z.number(),
  msMean: z.number().nullable(),
  msMax: z.number().nullable(),
  /** The most migrations that a run found applied; null: none could say. */
  applied: z.number().nullable(),
})
export type RunDay = z.infer<typeof RunDay>

/** What is said of the runs of a day. */
const OF_DAY = `target, started_at / ${DAY} * ${DAY} as day, count(*) as runs,
    sum(status = 'pass') as pass, sum(status = 'warn') as warn, sum(status = 'fail') as fail,
    sum(status = 'unknown') as unknown, count(json_extract(outcome, '$.figures.ms')) as timed,
    coalesce(sum(json_extract(outcome, '$.figures.ms')), 0.0) as ms_sum,
    max(json_extract(outcome, '$.figures.ms')) as ms_max,
    max(json_extract(outcome, '$.position.applied')) as applied`

/**
 * Adds up the days of some targets before `now` (ms) that are not added up yet, and the last one again: a run may have ended
 * late. Run by the daily cron before old runs are deleted; where it was missed, the next one makes up for it.
 */
export async function rollRunDays(db: D1Database, targets: readonly string[], now: number): Promise<void> {
  await db
    .prepare(
      `insert into run_days (target, day, runs, pass, warn, fail, unknown, timed, ms_sum, ms_max, applied)
       select ${OF_DAY} from json_each(?1) t cross join runs on target = t.value and started_at < ?2
         and started_at >= coalesce((select d.day from run_days d where d.target = t.value order by d.day desc limit 1), 0)
       where ended_at is not null group by 1, 2
       on conflict (target, day) do update set runs = excluded.runs, pass = excluded.pass, warn = excluded.warn,
         fail = excluded.fail, unknown = excluded.unknown, timed = excluded.timed, ms_sum = excluded.ms_sum,
         ms_max = excluded.ms_max, applied = excluded.applied`,
    )
    .bind(JSON.stringify(targets), Math.floor(now / DAY) * DAY)
    .run()
}

/** The days of a target in a range, oldest first; of today, which is not added up yet, what its runs say until now. */
export async function listRunDays(db: D1Database, target: string, { from, to }: Range): Promise<RunDay[]> {
  const { results } = await db
    .prepare(
      `select ${COLUMNS} from run_days where target = ?1 and day >= ?2 and day < ?3
       union all
       select ${COLUMNS} from (
         select ${OF_DAY} from runs where target = ?1 and started_at < ?3 and ended_at is not null and started_at >= max(?2,
           coalesce((select day + ${DAY} from run_days where target = ?1 order by day desc limit 1), 0))
         group by 1, 2)
       order by day`,
    )
    .bind(target, from, to)
    .all()
  return z.array(RunDay).parse(results)
}

const COLUMNS = `target, day, runs, pass, warn, fail, unknown, timed,
  case when timed > 0 then ms_sum / timed end as msMean, ms_max as msMax, applied`

/** Deletes days that began before `before` (ms). */
export async function pruneRunDays(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from run_days where day < ?1').bind(before).run()
}
