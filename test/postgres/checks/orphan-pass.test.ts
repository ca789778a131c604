import postgres from 'postgres'
import { describe, expect, test } from 'vitest'
import { readOrphansWithin } from '../../../functions/collect/health.ts'
import { orphanStatement } from '../../../functions/collect/health-statement.ts'
import { postgresTransport } from '../../../functions/collect/transports/postgres.ts'
import { NO_SAMPLES } from '../../../functions/model/health.ts'
import { readChecks } from '../../../scripts/catalog.ts'
import { SERVER_VERSIONS } from '../../../scripts/postgres/server.ts'
import { freshDatabase } from '../../support/database.ts'
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
})
