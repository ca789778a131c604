import { readFileSync, readdirSync } from 'node:fs'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { withSnapshot } from '../../functions/collect/transports/postgres.ts'
import { readWeights } from '../../functions/collect/weights.ts'
import { weightKey } from '../../functions/model/weights.ts'
import { SERVER_VERSIONS } from '../../scripts/postgres/server.ts'
import { freshDatabase } from '../support/database.ts'
import { TIMEOUTS } from './target.ts'

const SQL = readFileSync(new URL('../../supabase/figures/relations.sql', import.meta.url), 'utf8')
const FOLDER = new URL('../../supabase/migrations/', import.meta.url)
const ROLE = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))

test.each(SERVER_VERSIONS)(
  'PostgreSQL %i: the monitoring role reads how much the tables hold, and what is not known is null',
  async (version) => {
    const database = await freshDatabase(version)
    const sql = postgres(database.url, { max: 1, onnotice: () => {} })
    try {
      await sql.unsafe(`create schema "Odd one"; create table "Odd one".never (a int);
create table counted (a int); insert into counted select generate_series(1, 5000); analyze counted;
create table parted (a int) partition by hash (a);
create table parted_0 partition of parted for values with (modulus 2, remainder 0);
create table parted_1 partition of parted for values with (modulus 2, remainder 1);
insert into parted select generate_series(1, 1000); analyze parted_0; analyze parted_1;
revoke all on all tables in schema public from public`)
      await sql.begin(async (session) => {
        for (const migration of ROLE) await session.unsafe(migration)
        await session.unsafe(`alter role plumbline password 'x'`)
      })
      const url = new URL(database.url)
      url.username = 'plumbline'
      url.password = 'x'
      const read = await withSnapshot({ url: url.href, timeouts: TIMEOUTS }, (session) => readWeights(session, SQL))
      if (!read.reached) throw new Error(read.failure.reason)
      const of = (schema: string, name: string) => read.value.get(weightKey({ schema, name }))
      expect(of('public', 'counted')).toMatchObject({ rows: 5000, bytes: expect.any(Number) })
      expect(of('public', 'parted')?.rows).toBe(1000)
      expect(of('Odd one', 'never')).toEqual({
        schema: 'Odd one',
        name: 'never',
        rows: null,
        bytes: null,
        writesPerSecond: null,
      })
    } finally {
      await sql.end()
      await database.drop()
    }
  },
)
