import postgres from 'postgres'
import { describe, expect, test } from 'vitest'
import { readOrphansWithin } from '../../../functions/collect/health.ts'
import { orphanStatement } from '../../../functions/collect/health-statement.ts'
import { postgresTransport } from '../../../functions/collect/transports/postgres.ts'
import { NO_SAMPLES } from '../../../functions/model/health.ts'
import { readChecks } from '../../../scripts/catalog.ts'
import { SERVER_VERSIONS } from '../../../scripts/postgres/server.ts'
import { freshDatabase, signingIn } from '../../support/database.ts'
import { CATALOG, JOURNAL } from '../folders.ts'
import { TIMEOUTS } from '../target.ts'
import { seeAll } from './stage.ts'

const KEY = {
  schema: 'public',
  relation: 'child',
  columns: ['parent_id'],
  target_schema: 'public',
  target: 'parent',
  target_columns: ['id'],
  match_full: false,
}

/** Some 450 rows a block, of which every thousandth refers to nothing. */
const SCHEMA = `create table parent (id int primary key);
  create table child (id int, parent_id int references parent (id));
  set session_replication_role = replica;
  insert into parent select n from generate_series(1, 20000) n where n % 1000 <> 0;
  insert into child select n, n from generate_series(1, 20000) n;
  reset session_replication_role;
  analyze`

/** Partitions of partitions, referring to a table that is partitioned itself; each leaf has rows that refer to nothing. */
const PARTITIONED = `create table far (id int primary key) partition by range (id);
  create table far_low partition of far for values from (0) to (1500);
  create table far_high partition of far for values from (1500) to (9999);
  create table own (id int, far_id int references far (id)) partition by range (id);
  create table own_one partition of own for values from (0) to (1000);
  create table own_rest partition of own for values from (1000) to (9999) partition by range (id);
  create table own_two partition of own_rest for values from (1000) to (2000);
  create table own_three partition of own_rest default;
  set session_replication_role = replica;
  insert into far select n from generate_series(1, 2500) n where n % 500 <> 0;
  insert into own select n, n from generate_series(1, 2500) n;
  reset session_replication_role;
  analyze`

describe.each(SERVER_VERSIONS)('PostgreSQL %i', (version) => {
  test('a range of blocks is read as such, and ranges together find what the whole table holds', async () => {
    const database = await freshDatabase(version)
    const sql = postgres(database.url, { max: 1, onnotice: () => {} })
    await sql.unsafe(SCHEMA)
    const plan = await sql.unsafe(`explain ${orphanStatement({ keys: [KEY], blocks: { from: 0, to: 10 } })}`)
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Tid Range Scan on child')

    const reach = postgresTransport({ url: database.url, timeouts: TIMEOUTS, catalog: CATALOG, checks: readChecks() })
    const seen = await reach(async (session) => {
      const ranges: { rows: number; pages: number }[] = []
      for (let from = 0; from < 120; from += 20)
        ranges.push(await readOrphansWithin(session, { journal: JOURNAL, key: KEY, blocks: { from, to: from + 20 } }))
      return ranges
    })
    const ranges = seen.reached ? seen.value : []
    expect(ranges.reduce((sum, { rows }) => sum + rows, 0)).toBe(20)
    const [size] = await sql`select pg_relation_size('child') / 8192 as pages`
    expect(new Set(ranges.map(({ pages }) => String(pages)))).toEqual(new Set([size?.pages]))

    // As far as the catalog knows it is big: a look goes through it in a pass, and says how far it came.
    await sql.unsafe(`update pg_class set relpages = 50000 where oid = 'child'::regclass`)
    const under = { began: 1, next: 50, pages: 89, found: 11, ended: null }
    const passes = { 'public.child.child_parent_id_fkey': under }
    const { judgements, sample } = await seeAll(database.url, { samples: { ...NO_SAMPLES, passes } })
    expect(judgements.get('orphan-rows')?.told).toMatchObject([
      { subject: 'public.child.child_parent_id_fkey', value: 20 },
    ])
    expect(sample?.passes).toMatchObject({ 'public.child.child_parent_id_fkey': { began: null, pages: 89 } })
    await sql.end()
    await database.drop()
  })

  test('a big partitioned table is looked through partition by partition; a small one, and one whose parts are closed, as a whole', async () => {
    const database = await freshDatabase(version)
    const sql = postgres(database.url, { max: 1, onnotice: () => {} })
    await sql.unsafe(PARTITIONED)
    const told = async (url = database.url) => {
      const { judgements, sample } = await seeAll(url)
      const orphans = judgements.get('orphan-rows')
      return {
        told: orphans?.told.map(({ subject, value }) => [subject, value]).toSorted(),
        doubts: orphans?.doubts.map(({ subject }) => subject),
        passes: Object.keys(sample?.passes ?? {}).toSorted(),
      }
    }
    expect(await told()).toEqual({ told: [['public.own.own_far_id_fkey', 5]], doubts: [], passes: [] })

    await sql.unsafe(`update pg_class set relpages = 50000 where relname in ('own_two', 'own_three')`)
    const parts = ['own_one', 'own_three', 'own_two'].map((name) => `public.${name}.own_far_id_fkey`)
    const [one, three, two] = parts
    expect(await told()).toEqual({
      told: [
        [one, 1],
        [three, 2],
        [two, 2],
      ],
      doubts: [],
      passes: [three, two],
    })

    // Who may read the whole, but not its parts, reads the whole.
    const url = await signingIn(sql, database.url, `whole_${version}_${process.pid}`)
    await sql.unsafe(`grant select on own, far to whole_${version}_${process.pid}`)
    expect(await told(url)).toMatchObject({ told: [['public.own.own_far_id_fkey', 5]] })

    const other = postgres(database.url, { max: 1 })
    await other.begin(async (held) => {
      await held.unsafe('lock table own_two in access exclusive mode')
      expect(await told()).toEqual({
        told: [
          [one, 1],
          [three, 2],
        ],
        doubts: [two],
        passes: [three],
      })
    })
    await other.end()
    await sql.end()
    await database.drop()
  })
})
