import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { HealthId } from '../../../functions/model/health.ts'
import type { HealthSeen } from '../../../functions/run/health/checks.ts'
import { runScript } from '../../support/command.ts'
import { freshDatabase, signingIn, type TestDatabase } from '../../support/database.ts'
import { seeAll } from './stage.ts'

vi.setConfig({ testTimeout: 60_000 })

const ROLE = 'guarded_monitor'

let database: TestDatabase
let sql: Sql
let monitor: string
beforeAll(async () => {
  database = await freshDatabase(17)
  sql = postgres(database.url, { max: 1, onnotice: () => {} })
  monitor = await signingIn(sql, database.url, ROLE)
  await sql.unsafe(`create table parent (id int primary key);
    create table child (id int primary key, parent_id int references parent (id));
    set session_replication_role = replica;
    insert into child values (1, 9);
    reset session_replication_role`)
})
afterAll(async () => {
  await sql.unsafe(`grant select on pg_catalog.pg_stat_activity to public`)
  await sql.end()
  await database.drop()
})

const ORPHANS = 'public.child.child_parent_id_fkey'
const told = (seen: HealthSeen, id: HealthId) => seen.judgements.get(id)?.told.map(({ subject }) => subject)
const mends = (seen: HealthSeen, id: HealthId) => seen.judgements.get(id)?.doubts.map(({ mend }) => mend)

describe('what a role may not see is unknown with the very grant that opens it', () => {
  test('the columns of a foreign key', async () => {
    const [grant = ''] = mends(await seeAll(monitor), 'orphan-rows') ?? []
    expect(grant).toContain(`grant select ("parent_id") on "public"."child" to "${ROLE}";`)
    await sql.unsafe(grant ?? '')
    expect(told(await seeAll(monitor), 'orphan-rows')).toEqual([ORPHANS])
  })

  test('rows that policies hide', async () => {
    await sql.unsafe('alter table child enable row level security')
    const seen = await seeAll(monitor)
    expect([told(seen, 'orphan-rows'), mends(seen, 'orphan-rows')]).toEqual([[], [`alter role "${ROLE}" bypassrls;`]])
    await sql.unsafe(mends(seen, 'orphan-rows')?.[0] ?? '')
    expect(told(await seeAll(monitor), 'orphan-rows')).toEqual([ORPHANS])
    await sql.unsafe('alter table child disable row level security')
  })

  test('what other sessions do', async () => {
    const other = postgres(database.url, { max: 1, connection: { application_name: 'other' } })
    await other.unsafe('begin; insert into parent values (70)')
    const hidden = await seeAll(monitor, { thresholds: { 'idle-in-transaction': { warn: 0 } } })
    const grant = mends(hidden, 'idle-in-transaction')?.[0]
    expect(grant).toBe(`grant pg_monitor to "${ROLE}" with inherit true;`)
    await sql.unsafe(grant ?? '')
    await sql.unsafe('select pg_sleep(1.1)')
    const open = await seeAll(monitor, { thresholds: { 'idle-in-transaction': { warn: 0 } } })
    expect([mends(open, 'idle-in-transaction'), told(open, 'idle-in-transaction')]).toEqual([[], ['other@postgres']])
    await other.end({ timeout: 0 })
  })

  test('a system catalog that somebody closed: the other checks are made all the same', async () => {
    await sql.unsafe('revoke select on pg_catalog.pg_stat_activity from public')
    await sql.unsafe(`revoke pg_monitor from ${ROLE}`)
    const seen = await seeAll(monitor)
    expect(mends(seen, 'long-queries')).toEqual([`grant select on pg_catalog.pg_stat_activity to "${ROLE}";`])
    expect(told(seen, 'orphan-rows')).toEqual([ORPHANS])
    expect(mends(seen, 'no-primary-key')).toEqual([])
    await sql.unsafe('grant select on pg_catalog.pg_stat_activity to public')
  })
})

test('an index that is being built is not told as invalid', async () => {
  const [holder, builder] = [postgres(database.url, { max: 1 }), postgres(database.url, { max: 1, onnotice: () => {} })]
  await holder.unsafe('begin; insert into parent values (71)')
  const building = builder.unsafe('create index concurrently parent_again on parent (id)').catch(() => {})
  const isThere = async () =>
    (await sql.unsafe("select from pg_index where indexrelid = to_regclass('parent_again') and not indisvalid"))
      .length > 0
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(told(await seeAll(database.url), 'invalid-indexes')).toEqual([])
  await sql.unsafe('select pg_terminate_backend(pid) from pg_stat_progress_create_index')
  await building
  await holder.unsafe('rollback')
  expect(told(await seeAll(database.url), 'invalid-indexes')).toEqual(['public.parent_again'])
  await Promise.all([holder.end({ timeout: 0 }), builder.end({ timeout: 0 })])
})

const health = (...args: string[]) =>
  runScript('plumbline.ts', ['db', 'health', '--database-url', database.url, ...args])

describe('plumbline db health', () => {
  test('tells what is wrong, with the exit code of a look; with --window also what happened in between', async () => {
    const [text, json] = await Promise.all([
      health('--only', 'orphan-rows'),
      health('--only', 'orphan-rows,deadlocks', '--window', '1', '--format', 'json'),
    ])
    expect([text.code, json.code]).toEqual([2, 2])
    expect(text.stdout).toContain('1 row of public.child refers to nothing in public.parent')
    expect(JSON.parse(json.stdout)).toMatchObject({
      findings: [{ key: `health:orphan-rows:${ORPHANS}`, check: 'health' }],
      unknowns: [],
    })
  })

  test('what there is not is refused with what there is', async () => {
    const said = await Promise.all(
      [
        ['--only', 'orphans'],
        ['--only', 'project-disk'],
        ['--window', 'soon'],
      ].map(async (args) => {
        const { code, stderr } = await health(...args)
        return [code, stderr.split('\n').find((line) => line.trim() !== '')]
      }),
    )
    expect(said).toEqual([
      [2, expect.stringContaining('there is no check orphans; there are: connections')],
      [2, expect.stringContaining('project-disk does not ask the database: a Worker makes it')],
      [2, expect.stringContaining('--window soon is not a number of seconds from 1 to 3600')],
    ])
  })
})

test('plumbline checks lists them, and says all of one', async () => {
  const [all, one, none] = await Promise.all([
    runScript('plumbline.ts', ['checks']),
    runScript('plumbline.ts', ['checks', 'sequences']),
    runScript('plumbline.ts', ['checks', 'sequence']),
  ])
  expect(all.stdout).toMatch(/^orphan-rows +daily +any/m)
  expect(one.stdout).toContain('check_postgres sequence 85/95 %')
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('there is no check sequence')])
})
