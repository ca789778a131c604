import { z } from 'zod'
import { AppliedOnDay, DeployCounted, DriftEpisode } from '../model/analytics.ts'
import type { Range } from './episodes.ts'

/** What of a finding is counted, without its statements. What is pending or asks for nothing (info) is no drift. */
const OF_FINDING = `f.target, f.key, f.first_seen as firstSeen,
  f.resolved_at as resolvedAt, json_extract(f.finding, '$.type') as type,
  json_extract(f.finding, '$.cause.kind') as cause, json_extract(f.finding, '$.appeared.after.at') as lastAbsent,
  json_extract(f.finding, '$.who.role') as role, json_extract(f.finding, '$.who.application') as application,
  json_extract(f.finding, '$.appeared.deploy.id') is not null as nearDeploy`
const DRIFT = `json_extract(f.finding, '$.severity') <> 'info'
  and json_extract(f.finding, '$.type') not like 'health.%' and json_extract(f.finding, '$.type') not like 'backup.%'`

const EpisodeRow = z
  .object({ ...DriftEpisode.omit({ check: true }).shape, type: z.string(), nearDeploy: z.number() })
  .transform(({ type, nearDeploy, cause, ...row }) => ({
    ...row,
    check: type.split('.')[0],
    cause: cause ?? (type === 'drift.pushed' ? type : null),
    nearDeploy: nearDeploy === 1,
  }))
  .pipe(DriftEpisode)

/** The drifts of some targets that were open at some moment of a range; each part goes by an index of its target. */
export async function driftEpisodes(
  db: D1Database,
  targets: readonly string[],
  { from, to }: Range,
): Promise<DriftEpisode[]> {
  const { results } = await db
    .prepare(
      `select ${OF_FINDING} from json_each(?1) t cross join findings f
         on f.target = t.value and f.resolved_at is null and f.first_seen < ?3 where ${DRIFT}
       union all
       select ${OF_FINDING} from json_each(?1) t cross join findings f
         on f.target = t.value and f.resolved_at >= ?2 and f.first_seen < ?3 where ${DRIFT}`,
    )
    .bind(JSON.stringify(targets), from, to)
    .all()
  return z.array(EpisodeRow).parse(results)
}

const DeployRow = z
  .object({ ...DeployCounted.shape, failed: z.number() })
  .transform((row) => ({ ...row, failed: row.failed === 1 }))

/** The deploys of some targets that were told of in a range, but for mere pushes. Failed: the sender says so, or the verdict after it is stop. */
export async function deploysCounted(
  db: D1Database,
  targets: readonly string[],
  { from, to }: Range,
): Promise<DeployCounted[]> {
  const { results } = await db
    .prepare(
      `select d.target, d.at, d.after_asked - d.before_asked as ms,
         d.state = 'failed' or coalesce(json_extract(d.after_result, '$.verdict') = 'stop', 0) as failed
       from json_each(?1) t cross join deploys d on d.target = t.value and d.at >= ?2 and d.at < ?3
       where coalesce(d.before_asked, d.after_asked) is not null`,
    )
    .bind(JSON.stringify(targets), from, to)
    .all()
  return z.array(DeployRow).parse(results)
}

/** How many migrations were applied on each day of a range, and on the last one before it, which the first is held against. */
export async function appliedOnDays(
  db: D1Database,
  targets: readonly string[],
  { from, to }: Range,
): Promise<AppliedOnDay[]> {
  const { results } = await db
    .prepare(
      `select d.target, d.day, d.applied from json_each(?1) t cross join run_days d
         on d.target = t.value and d.day < ?3 and d.day >= coalesce(
           (select b.day from run_days b where b.target = t.value and b.day < ?2 order by b.day desc limit 1), ?2)`,
    )
    .bind(JSON.stringify(targets), from, to)
    .all()
  return z.array(AppliedOnDay).parse(results)
}
