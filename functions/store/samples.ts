import { Sample, type Samples } from '../model/health.ts'

/** Looks that only tick leave a sample no oftener than this, ms: 24 rows a day and target, and one more for each other suite. */
export const EVERY = 55 * 60_000
/** Between two looks at once nothing happens. ms */
const YOUNGEST = 1000
const HOUR = 65 * 60_000
const DAY = 25 * 3_600_000
/** ms */
export const SAMPLES_KEPT = 8 * 86_400_000

/** The samples that a look at `now` (ms) is held against. */
export async function samplesAt(db: D1Database, target: string, now: number): Promise<Samples> {
  const one = (condition: string, ...values: number[]) =>
    db
      .prepare(`select sample from samples where target = ?1 and at <= ?2 and ${condition} limit 1`)
      .bind(target, now - YOUNGEST, ...values)
  const [young, old, day, whole] = await db.batch<{ sample: string }>([
    one('at >= ?3 order by at', now - HOUR),
    one('at >= ?3 order by at desc', now - DAY),
    one('at >= ?3 order by at', now - DAY),
    one('whole = 1 and at >= ?3 order by at desc', now - SAMPLES_KEPT),
  ])
  return { hour: of(young) ?? of(old), day: of(day), whole: of(whole) }
}

const of = (result: { results: { sample: string }[] } | undefined): Sample | null => {
  const [row] = result?.results ?? []
  return row === undefined ? null : (Sample.safeParse(JSON.parse(row.sample)).data ?? null)
}

/** Keeps the sample of a look, unless it only ticked and there is a younger one. @param whole it made the daily checks, too */
export async function keepSample(db: D1Database, target: string, sample: Sample, whole: boolean): Promise<void> {
  await db
    .prepare(
      `insert into samples (target, at, whole, sample)
       select ?1, ?2, ?3, ?4
       where ?3 = 1 or not exists (select 1 from samples where target = ?1 and at > ?5)
       on conflict (target, at) do nothing`,
    )
    .bind(target, sample.at, whole ? 1 : 0, JSON.stringify(sample), sample.at - EVERY)
    .run()
}

/** Deletes samples of before `before` (ms). */
export async function pruneSamples(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from samples where at < ?1').bind(before).run()
}
