import { z } from 'zod'
import { Deploy, PhaseResult, type DeployEvent, type Phase } from '../model/deploy.ts'

/** How long deploys are kept, ms. */
export const DEPLOYS_KEPT = 400 * 86_400_000

/** A deploy with the address at which its Worker was asked, for links. */
export const StoredDeploy = Deploy.extend({ origin: z.string() })
export type StoredDeploy = z.infer<typeof StoredDeploy>

/** The newest deploys of a target, newest first. */
export async function listDeploys(db: D1Database, target: string, limit: number): Promise<StoredDeploy[]> {
  const { results } = await db
    .prepare('select * from deploys where target = ?1 order by at desc, n desc limit ?2')
    .bind(target, limit)
    .all()
  return results.map(deployFrom)
}

/** One deploy, or null where there is none of that name. */
export async function findDeploy(db: D1Database, target: string, id: string): Promise<StoredDeploy | null> {
  const row = await db.prepare('select * from deploys where target = ?1 and id = ?2').bind(target, id).first()
  return row && deployFrom(row)
}

/** The newest deploys of a subject (hooks/place.ts), newest first. */
export async function deploysOf(db: D1Database, target: string, subject: string): Promise<StoredDeploy[]> {
  const { results } = await db
    .prepare('select * from deploys where target = ?1 and subject = ?2 order by n desc limit 20')
    .bind(target, subject)
    .all()
  return results.map(deployFrom)
}

/** The newest deploy of a commit, by its full or short name, and of a sender's own name for it; of any where both are null. null: there is none. */
export async function newestDeploy(
  db: D1Database,
  target: string,
  sha: string | null,
  release: string | null = null,
): Promise<StoredDeploy | null> {
  const row = await db
    .prepare(
      `select * from deploys where target = ?1 and coalesce(before_asked, after_asked) is not null
       and (?2 is null or substr(sha, 1, length(?2)) = ?2 or substr(?2, 1, length(sha)) = sha)
       and (?3 is null or release = ?3)
       order by at desc, n desc limit 1`,
    )
    .bind(target, sha, release)
    .first()
  return row && deployFrom(row)
}

/** The newest deploy that was first heard of between two moments (ms); null: there is none. */
export const deployBetween = (db: D1Database, target: string, from: number, to: number) =>
  db
    .prepare(
      `select id, at from deploys where target = ?1 and at between ?2 and ?3
       and coalesce(before_asked, after_asked) is not null order by at desc, n desc limit 1`,
    )
    .bind(target, from, to)
    .first<{ id: string; at: number }>()

/** The statement that makes a deploy; it fails where there is one of that name. */
export const makeDeploy = (db: D1Database, deploy: StoredDeploy, subject: string, n: number) =>
  db
    .prepare(
      `insert into deploys (target, id, subject, n, sha, ref, environment, sender, release, url, repository, deployment,
         state, migrations, origin, at, before_asked, after_asked)
       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)`,
    )
    .bind(
      deploy.target,
      deploy.id,
      subject,
      n,
      deploy.sha,
      deploy.ref,
      deploy.environment,
      deploy.sender,
      deploy.release,
      deploy.url,
      deploy.repository,
      deploy.deployment,
      deploy.state,
      jsonOrNull(deploy.migrationsChanged),
      deploy.origin,
      deploy.at,
      deploy.before?.askedAt ?? null,
      deploy.after?.askedAt ?? null,
    )

/** The statement that adds what an event tells to a deploy: what was known stays, the state is the event's. */
export const tellDeploy = (db: D1Database, { target, id }: Deploy, event: DeployEvent, now: number) =>
  db
    .prepare(
      `update deploys set
         sha = coalesce(sha, ?3), ref = coalesce(ref, ?4), environment = coalesce(environment, ?5),
         url = coalesce(?6, url), repository = coalesce(repository, ?7), deployment = coalesce(deployment, ?8),
         migrations = coalesce(?9, migrations), release = coalesce(release, ?10),
         state = case when ?11 = 'after' or after_asked is null and ?11 = 'before' then ?12 else state end,
         before_asked = case when ?11 = 'before' then coalesce(before_asked, ?13) else before_asked end,
         after_asked = case when ?11 = 'after' then coalesce(after_asked, ?13) else after_asked end
       where target = ?1 and id = ?2`,
    )
    .bind(
      target,
      id,
      event.sha,
      event.ref,
      event.environment,
      event.url,
      event.repository,
      event.deployment,
      jsonOrNull(event.migrationsChanged),
      event.release,
      event.phase,
      event.state,
      now,
    )

/** Notes that the Workflow of a phase has begun, once: a second time nothing changes. @throws where there is none */
export async function beginPhase(db: D1Database, target: string, id: string, phase: Phase, now: number) {
  await db
    .prepare(`update deploys set ${phase}_begun = coalesce(${phase}_begun, ?3) where target = ?1 and id = ?2`)
    .bind(target, id, now)
    .run()
  const deploy = await findDeploy(db, target, id)
  if (deploy?.[phase] == null) throw new Error(`${target} has no deploy ${id} with a phase ${phase}`)
  return deploy
}

/** Keeps what came of a phase; again with more in it, since what was told elsewhere is added. */
export async function endPhase(
  db: D1Database,
  name: { target: string; id: string; phase: Phase },
  result: PhaseResult,
  now: number,
): Promise<void> {
  const { target, id, phase } = name
  await db
    .prepare(
      `update deploys set ${phase}_ended = coalesce(${phase}_ended, ?3), ${phase}_result = ?4
       where target = ?1 and id = ?2`,
    )
    .bind(target, id, now, JSON.stringify(result))
    .run()
}

/** Phases that were asked for between two moments (ms) and have no verdict. */
export async function unendedPhases(db: D1Database, from: number, to: number) {
  const { results } = await db
    .prepare(
      `select target, id as deploy, 'before' as phase from deploys
         where before_ended is null and before_asked between ?1 and ?2
       union all select target, id, 'after' from deploys where after_ended is null and after_asked between ?1 and ?2`,
    )
    .bind(from, to)
    .all()
  return z
    .array(z.object({ target: z.string(), deploy: z.string(), phase: z.enum(['before', 'after']) }))
    .parse(results)
}

/** Deletes deploys that were first heard of before `before` (ms). */
export async function pruneDeploys(db: D1Database, before: number): Promise<void> {
  await db.prepare('delete from deploys where at < ?1').bind(before).run()
}

const jsonOrNull = (value: unknown) => (value === null ? null : JSON.stringify(value))
const valueIn = (json: unknown): unknown => (typeof json === 'string' ? JSON.parse(json) : null)

const deployFrom = (row: Record<string, unknown>): StoredDeploy =>
  StoredDeploy.parse({
    ...row,
    migrationsChanged: valueIn(row.migrations),
    before: phaseFrom(row, 'before'),
    after: phaseFrom(row, 'after'),
  })

const phaseFrom = (row: Record<string, unknown>, phase: Phase) =>
  row[`${phase}_asked`] === null
    ? null
    : {
        askedAt: row[`${phase}_asked`],
        begunAt: row[`${phase}_begun`],
        endedAt: row[`${phase}_ended`],
        result: valueIn(row[`${phase}_result`]),
      }
