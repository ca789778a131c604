import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPglite } from '../../scripts/postgres/pglite.ts'
import { prepareScratch, type ScratchSession } from '../../scripts/postgres/scratch.ts'
import { SERVER_VERSIONS, type ServerVersion } from '../../scripts/postgres/server.ts'
import { ALL_FACTS } from '../support/catalog.ts'
import { freshDatabase } from '../support/database.ts'
import { Fact } from '../../functions/model/fact.ts'
import { isPinnedFact } from '../../functions/model/pinned.ts'
import { z } from 'zod'

interface Scratch extends ScratchSession {
  rows(sql: string): Promise<unknown[]>
  close(): Promise<void>
}

async function openPostgres(version: ServerVersion): Promise<Scratch> {
  const database = await freshDatabase(version)
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  return {
    exec: (text) => sql.unsafe(text),
    rows: async (text) => [...(await sql.unsafe(text))],
    close: async () => {
      await sql.end()
      await database.drop()
    },
  }
}

async function openPglite(extensions: Record<string, typeof pgcrypto>): Promise<Scratch> {
  const db = await startPglite(extensions)
  return {
    exec: (text) => db.exec(text),
    rows: async (text) => (await db.query(text)).rows,
    close: () => db.close(),
  }
}

const openers = [
  ...SERVER_VERSIONS.map((version) => ({ name: `PostgreSQL ${version}`, open: () => openPostgres(version) })),
  { name: 'PGlite', open: () => openPglite({ pgcrypto, uuid_ossp }) },
  { name: 'PGlite without extensions', open: () => openPglite({}) },
]

/** What migrations of Supabase projects do, one line each. */
const REPLAYS = [
  `create table profiles (id uuid primary key references auth.users on delete cascade, token text default encode(gen_random_bytes(16), 'hex'))`,
  `create table keys (id uuid primary key default uuid_generate_v4(), other uuid default extensions.uuid_generate_v4())`,
  `alter table profiles enable row level security`,
  `create policy own on profiles to authenticated using ((select auth.uid()) = id and auth.role() = 'authenticated')`,
  `create policy claims on profiles to service_role using (auth.jwt() ->> 'aud' = 'x' or auth.email() = 'a@b.c')`,
  `create policy folder on storage.objects to anon using (bucket_id = 'a' and (storage.foldername(name))[1] = auth.uid()::text
     and storage.extension(name) = 'png' and storage.filename(name) <> '')`,
  `create policy topics on realtime.messages for select to authenticated using (realtime.topic() like 'room:%')`,
  `create function made() returns trigger language plpgsql as $$ begin
     perform realtime.broadcast_changes('room', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
     perform realtime.send('{}', 'made', 'room');
     perform net.http_post(url := 'https://example.com', body := '{}'::jsonb);
     return new;
   end $$`,
  `create trigger on_auth_user_created after insert on auth.users for each row execute function made()`,
  `insert into auth.users (id, email) values (gen_random_uuid(), 'a@example.com')`,
  `insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true)`,
  `alter publication supabase_realtime add table profiles`,
  `select cron.schedule('nightly', '0 3 * * *', 'select 1'), cron.unschedule('nightly')`,
  `select vault.create_secret('s3cret', 'key'), (select decrypted_secret from vault.decrypted_secrets limit 1)`,
  `select pgmq.create('jobs'), (select msg_id from pgmq.read('jobs', 30, 1))`,
  `select * from pgmq.send('jobs', '{}')`,
  `create trigger hook after insert on keys for each row execute function
     supabase_functions.http_request('https://example.com', 'POST', '{}', '{}', '1000')`,
  `grant select on profiles to anon, authenticated, service_role, supabase_auth_admin, authenticator, dashboard_user`,
]

describe.each(openers)('$name, prepared like a Supabase project', ({ open }) => {
  let scratch: Scratch
  beforeAll(async () => {
    scratch = await open()
    await prepareScratch(scratch, 'supabase')
  })
  afterAll(() => scratch.close())

  test('shows the catalog nothing of the user but the schema public', async () => {
    const facts = z.array(Fact).parse(await scratch.rows(ALL_FACTS))
    expect(facts.filter((fact) => !isPinnedFact(fact))).toMatchObject([{ key: 'schema:public' }])
  })

  test('can be prepared again', async () => {
    await prepareScratch(scratch, 'supabase')
    expect(await scratch.rows(`select current_setting('search_path') as path`)).toEqual([
      { path: '"$user", public, extensions' },
    ])
  })

  test.each([
    ['no claims', `set request.jwt.claims = ''`, { uid: null, role: null, email: null }],
    [
      'claims',
      `set request.jwt.claims = '{"sub":"9f6ae3f8-1a0e-4a8e-9d2e-0b1a86a1b9d1","role":"anon","email":"a@b.c"}'`,
      { uid: '9f6ae3f8-1a0e-4a8e-9d2e-0b1a86a1b9d1', role: 'anon', email: 'a@b.c' },
    ],
  ])('auth functions read %s', async (_, setting, expected) => {
    await scratch.exec(setting)
    expect(await scratch.rows('select auth.uid(), auth.role(), auth.email()')).toEqual([expected])
  })

  test.each(REPLAYS)('replays %s', async (statement) => {
    await expect(scratch.exec(statement)).resolves.toBeDefined()
  })
})

test('a plain PostgreSQL is left as it is', async () => {
  const calls: string[] = []
  await prepareScratch({ exec: async (sql) => calls.push(sql) }, 'none')
  expect(calls).toEqual([])
})
