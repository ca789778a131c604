import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { postgresTransport } from '../../../functions/collect/transports/postgres.ts'
import { DATABASE_CHECKS } from '../../../functions/checks/list.ts'
import { NO_SAMPLES, type HealthId, type Samples, type Thresholds } from '../../../functions/model/health.ts'
import { seeHealth, type HealthSeen } from '../../../functions/run/health/checks.ts'
import { readChecks } from '../../../scripts/catalog.ts'
import type { ServerVersion } from '../../../scripts/postgres/server.ts'
import { freshDatabase, signingIn, SUPABASE_ROLES } from '../../support/database.ts'
import { CATALOG, JOURNAL } from '../folders.ts'
import { TIMEOUTS } from '../target.ts'

const text = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const CHECK_SQL = readChecks()

/** A database in which something is wrong for every check, and the sessions in which something goes on. */
export interface Stage {
  url: string
  /** Signs in as a role that has no privilege at all. */
  poor: string
  sql: Sql
  /** Another session of a superuser, by its name. */
  session(application: string): Sql
  close(): Promise<void>
}

/** Looks at a target's health with every check of the database, at a moment (ms). */
export async function seeAll(
  url: string,
  { samples = NO_SAMPLES, thresholds = {}, now = Date.now(), openSince }: SeeOptions = {},
): Promise<HealthSeen> {
  const ids: HealthId[] = DATABASE_CHECKS.map(({ id }) => id)
  const reach = postgresTransport({ url, timeouts: TIMEOUTS, catalog: CATALOG, checks: CHECK_SQL })
  const reached = await reach((session) =>
    seeHealth(session, { ids, thresholds, samples, journal: JOURNAL, now, openSince }, null),
  )
  if (!reached.reached) throw new Error(reached.failure.reason)
  return reached.value
}

interface SeeOptions {
  samples?: Samples
  thresholds?: Thresholds
  now?: number
  openSince?: () => null
}

/** Sets the scene on a server. */
export async function openStage(version: ServerVersion): Promise<Stage> {
  const { url, drop } = await freshDatabase(version)
  const connect = (application: string) =>
    postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: application } })
  const sessions: Sql[] = []
  const session = (application: string) => {
    const own = connect(application)
    sessions.push(own)
    return own
  }
  const sql = session('stage')
  await sql.unsafe(SUPABASE_ROLES)
  await sql.unsafe(text('objects.sql'))
  await sql.unsafe('create unique index concurrently dup_v on truly.dup (v)').catch(() => {})
  await sql.unsafe(text('after.sql'))
  await sql.unsafe('vacuum nearly.dead')
  await sql.unsafe(
    "select pg_create_physical_replication_slot('truly', true), pg_create_physical_replication_slot('nearly')",
  )
  await sql.unsafe('begin; insert into truly.held values (7)')
  await sql.unsafe("prepare transaction 'truly'")
  await sql.unsafe('alter system set max_wal_senders = 11')
  await sql.unsafe('select pg_reload_conf()')
  const role = `poor_${crypto.randomUUID().slice(0, 8)}`
  const poor = await signingIn(sql, url, role)
  return {
    url,
    poor,
    sql,
    session,
    async close() {
      await sql.unsafe("rollback prepared 'truly'")
      await sql.unsafe("select pg_drop_replication_slot('truly'), pg_drop_replication_slot('nearly')")
      for (const name of ['max_wal_senders', 'log_min_duration_statement'])
        await sql.unsafe(`alter system reset ${name}`)
      await sql.unsafe('select pg_reload_conf()')
      await sql.unsafe(`drop owned by ${role}; drop role ${role}`)
      await Promise.all(sessions.map((own) => own.end({ timeout: 0 })))
      await drop()
    },
  }
}

/** Lets something go on in other sessions: a transaction that holds a table and does nothing, one that waits for it, one that runs. */
export async function makeTrouble({ session }: Stage): Promise<void> {
  const holder = session('truly')
  await holder.unsafe(
    'begin; create table truly.made (id int primary key); lock table truly.big in access exclusive mode',
  )
  const waiting = session('waits')
  waiting.unsafe('select count(*) from truly.big').catch(() => {})
  const running = session('truly')
  running.unsafe('select pg_sleep(600)').catch(() => {})
  await sleep(1200)
}

/** Lets things happen that only counters tell of. */
export async function makeHistory(stage: Stage): Promise<void> {
  const { sql, session } = stage
  await sql.unsafe("set work_mem = '64kB'")
  await sql.unsafe('select count(*) from (select n from generate_series(1, 200000) n order by md5(n::text)) s')
  await sql.unsafe('begin; rollback; '.repeat(600))
  await sql.unsafe('begin; select 1; rollback; '.repeat(1200))
  for (let i = 0; i < 12; i++) await sql.unsafe('checkpoint')
  for (let i = 0; i < 300; i++) await sql.unsafe(`select 1 as a${i}`)
  const [one, two] = [session('one'), session('two')]
  for (const own of [one, two]) await own.unsafe("set deadlock_timeout = '20ms'")
  await one.unsafe('begin; update nearly.dup set v = v; insert into nearly.dup values (1, 1)')
  await two.unsafe('begin; insert into nearly.dup values (2, 2)')
  await Promise.allSettled([
    one.unsafe('insert into nearly.dup values (2, 2)'),
    two.unsafe('insert into nearly.dup values (1, 1)'),
  ])
  await Promise.allSettled([one.unsafe('rollback'), two.unsafe('rollback')])
  await sql.unsafe('alter system set log_min_duration_statement = 12345')
  await sql.unsafe('select pg_reload_conf()')
  for (const own of [one, two, sql]) await own.unsafe('select pg_stat_force_next_flush()')
  await sql.unsafe('select 1')
}
