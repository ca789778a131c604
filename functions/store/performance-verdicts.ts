import { z } from 'zod'
import { JudgedAt, PerformanceVerdict } from '../model/performance-verdict.ts'

/** In place of a deploy's name: what somebody asked for. */
export const NO_DEPLOY = ''

/** A verdict on a deploy, and which of its verdicts that is. */
export const DeployVerdictRow = z.object({ deploy: z.string(), judgedAt: JudgedAt, verdict: PerformanceVerdict })
export type DeployVerdictRow = z.infer<typeof DeployVerdictRow>

/** Keeps a verdict on a deploy; a later one of the same name replaces it. */
export async function keepVerdict(db: D1Database, target: string, row: DeployVerdictRow): Promise<void> {
  const { deploy, judgedAt, verdict } = row
  await db
    .prepare(
      `insert into performance_verdicts (target, deploy, judged_at, at, verdict) values (?1, ?2, ?3, ?4, ?5)
       on conflict (target, deploy, judged_at) do update set at = excluded.at, verdict = excluded.verdict`,
    )
    .bind(target, deploy, judgedAt, verdict.at, JSON.stringify(verdict))
    .run()
}

/** The verdicts on a deploy, in order of time. */
export async function verdictsOf(db: D1Database, target: string, deploy: string): Promise<DeployVerdictRow[]> {
  const { results } = await db
    .prepare('select * from performance_verdicts where target = ?1 and deploy = ?2 order by at')
    .bind(target, deploy)
    .all()
  return results.flatMap(rowFrom)
}

/** The verdicts on the deploy that was judged last, newest first. */
export async function newestVerdicts(db: D1Database, target: string): Promise<DeployVerdictRow[]> {
  const { results } = await db
    .prepare(
      `select * from performance_verdicts where target = ?1 and deploy = (
         select deploy from performance_verdicts where target = ?1 and deploy <> '' order by at desc limit 1
       ) order by at desc`,
    )
    .bind(target)
    .all()
  return results.flatMap(rowFrom)
}

/** A verdict of another form was made by another version: nothing is said of it. */
function rowFrom(row: Record<string, unknown>): DeployVerdictRow[] {
  const parsed = DeployVerdictRow.safeParse({
    deploy: row.deploy,
    judgedAt: row.judged_at,
    verdict: JSON.parse(String(row.verdict)),
  })
  return parsed.success ? [parsed.data] : []
}
