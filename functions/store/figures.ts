import { z } from 'zod'
import type { Range } from './episodes.ts'

const Timed = z.object({ at: z.number(), mean: z.number().nullable(), most: z.number().nullable() })
/** How long the runs of a span of time took: their mean and the longest; null: none says. Times in ms. */
export type Timed = z.infer<typeof Timed>

/** How long a target's runs of a range took, by steps of so many ms; from its runs, which are kept for 30 days. A bound number may be a REAL. */
export async function runTimes(db: D1Database, target: string, { from, to }: Range, step: number): Promise<Timed[]> {
  const { results } = await db
    .prepare(
      `select started_at / cast(?4 as integer) * cast(?4 as integer) as at, avg(json_extract(outcome, '$.figures.ms')) as mean,
         max(json_extract(outcome, '$.figures.ms')) as most
       from runs where target = ?1 and started_at >= ?2 and started_at < ?3 and ended_at is not null
       group by 1 order by 1`,
    )
    .bind(target, from, to, step)
    .all()
  return z.array(Timed).parse(results)
}

const Sampled = z.object({
  at: z.number(),
  /** null: a sample of an older version, which did not count them. */
  connections: z.number().nullable(),
  allowed: z.number().nullable(),
  /** Of the database, bytes. */
  size: z.number().nullable(),
})
/** What a sample of a target says of one moment (ms). */
export type Sampled = z.infer<typeof Sampled>

/** The samples of a target in a range, oldest first; they are kept for 8 days. */
export async function listSampled(db: D1Database, target: string, { from, to }: Range): Promise<Sampled[]> {
  const { results } = await db
    .prepare(
      `select at, json_extract(sample, '$.counters.connections') as connections,
         json_extract(sample, '$.counters.max_connections') as allowed,
         json_extract(sample, '$.counters.size') as size
       from samples where target = ?1 and at >= ?2 and at < ?3 order by at`,
    )
    .bind(target, from, to)
    .all()
  return z.array(Sampled).parse(results)
}
