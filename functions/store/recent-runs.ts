import { z } from 'zod'
import { RunStatus } from '../model/run.ts'

const Rows = z.array(z.object({ target: z.string(), statuses: z.string() }))

/** The statuses of the newest runs of each target, oldest first; one index seek per target and no more rows than are told. */
export async function recentStatuses(
  db: D1Database,
  targets: readonly string[],
  most: number,
): Promise<Map<string, RunStatus[]>> {
  const { results } = await db
    .prepare(
      `select value as target, (
         select json_group_array(status) from (
           select status from runs where target = value and ended_at is not null order by started_at desc limit ?2
         )
       ) as statuses from json_each(?1)`,
    )
    .bind(JSON.stringify(targets), most)
    .all()
  return new Map(Rows.parse(results).map((row) => [row.target, statusesIn(row.statuses)]))
}

const statusesIn = (json: string) => z.array(RunStatus).parse(JSON.parse(json)).toReversed()
