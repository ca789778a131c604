import { PgParser } from '@supabase/pg-parser'
import { describe, expect, test } from 'vitest'
import { Finding } from '../../../functions/model/finding.ts'
import { headingOf, words } from '../../../functions/views/words.ts'
import { stateOf } from '../../../functions/views/words/collision.ts'
import { list, stamp, subject } from '../../../functions/views/words/text.ts'
import { allSamples, samples } from './samples.ts'

const named = allSamples.map((finding, i) => ({ name: `${finding.type} ${i}`, finding, said: words(finding) }))
const commands = /^(?:git|npx|npm|psql|echo|iconv|curl) /

describe.each(named)('$name', ({ finding, said }) => {
  test('is a finding of the model', () => {
    expect(Finding.parse(finding)).toEqual(finding)
  })
  test('has a title of one line that stands alone', () => {
    expect(said.title).toMatch(/^\S.*[^.\s]$/)
    expect(said.title.length).toBeLessThan(200)
  })
  test('says what and why in whole sentences', () => {
    expect(said.what).toMatch(/[.)]$|: .+$/)
    expect(said.why).toMatch(/^[A-Z].*\.$/)
  })
  test('leaves no hole in the text', () => {
    expect(JSON.stringify(said)).not.toMatch(/undefined|(?<!not )null,|\[object|NaN/)
  })
  test('mends with statements that PostgreSQL can parse, commands, and remarks', async () => {
    const statements = said.mend.filter((text) => !text.startsWith('-- ') && !commands.test(text))
    const parser = new PgParser()
    const results = await Promise.all(statements.map((text) => parser.parse(text)))
    expect(results.map(({ error }) => error)).toEqual(statements.map(() => undefined))
    expect(statements.every((text) => text.endsWith(';'))).toBe(true)
  })
})

test('every type has a heading', () => {
  const headings = allSamples.map(({ type }) => headingOf(type))
  expect(headings.filter((heading) => /^[A-Z].*[^.]$/.test(heading))).toHaveLength(allSamples.length)
  expect(new Set(headings).size).toBe(Object.keys(samples).length)
})

test('the words of the incident', () => {
  const [early] = samples['drift.collision'].map((finding) => words(finding))
  expect(early).toMatchInlineSnapshot(`
    {
      "mend": [
        "-- either undo it (the data in it is lost) and let 0009_subscriptions do it:",
        "alter table public.links drop column workspace_id;",
        "-- or keep it, and where 0009_subscriptions was applied nowhere yet, write IF NOT EXISTS into its statement",
      ],
      "title": "Column links.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)",
      "what": "The target already has what 0009_subscriptions is to make: uuid.",
      "why": "It was done ahead of 0009_subscriptions, by hand, by drizzle-kit push or by a migration that was edited. PostgreSQL will raise 42701, unless the statement says IF NOT EXISTS; Drizzle then rolls back every pending migration, and the deploy stops.",
    }
  `)
})

test('the titles', () => {
  expect(named.map(({ said }) => said.title).join('\n')).toMatchInlineSnapshot(`
    "The newest backup is of 2026-02-27 10:00:00 UTC (daily backup 1203); it may be 24 h old
    No backup of this target is known that counts
    A restore was proven last on 2026-01-29 12:00:00 UTC; it may be 30 days ago
    No restore of this target's own backups was ever proven; the first is of 2026-01-20 12:00:00 UTC
    public.orders_id_seq has given out 92.31 % of its values
    Supabase has no point-in-time recovery for this target
    Supabase has no daily backup for this target
    Index links_workspace_id_idx is missing; 0006_workspaces made it
    Domain app.email is missing
    Table backup is there, but no migration makes it
    Policy "all of it" on links is there, but 0007_tighten removed it
    Column users.email is not what 0001_users made it
    Comment on table users is not what the blueprint made it
    anon has SELECT and UPDATE on table users, which 0007_row_security revokes
    service_role lacks EXECUTE on function app.charge(integer), which 0009_subscriptions grants
    Owner of schema app is not what 0009_subscriptions made it
    Setting pgrst.jwt_secret of role authenticator is not what 0009_subscriptions made it
    anon has gained SELECT on table users
    "my role" has lost SELECT on column users.email
    Role anon is not what was approved
    anon has gained SELECT on tables that postgres makes in schema public
    Membership of app in service_role is new
    Setting work_mem of the database is gone
    Column links.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)
    Constraint links_pkey on links is already there; a pending migration will try to make it and fail (42P16)
    Comment on table links is already there; 0009_subscriptions will write over it
    Enum plan is already what 0009_subscriptions is to make it
    Nobody has approved the grants, owners, roles and settings of this target yet
    All that 0008_tags and 0009_subscriptions make is there, and the journal has no row of them
    All that 20250101000000_tags makes is there, and the journal has no row of it
    The catalog looks like 0006_workspaces and 1 difference: column files.note; the journal says 0003_files
    The catalog looks like before the first migration; the journal says 0003_files
    1 migration is pending: 0009_subscriptions
    drizzle.__drizzle_migrations is empty: nothing was migrated yet
    drizzle.__drizzle_migrations does not exist: nothing was migrated yet
    Journal row 10 (hash a1b2c3d4e5f6…) belongs to no migration file
    Journal row (20260301120000_x) belongs to no migration file
    0003_files was edited after it was applied
    0003_files differs from what was applied only in its line endings
    0003_files differs from what was applied only in its byte order mark
    0004_tags was never applied, and Drizzle will skip it for ever
    0004_tags was never applied, and Drizzle will skip it for ever
    0005_teams is stamped before 0004_tags, which comes first
    0005_teams and 1 more are stamped before 0004_tags, which comes first
    0004_tags is stamped in the future, 2027-03-01 00:00:00 UTC
    0004_tags is stamped in the future, 2027-03-01 00:00:00 UTC
    0002_links has 2 journal rows: 3, 11
    An unknown migration has 2 journal rows: 3, 11
    2 journal rows without created_at: Drizzle will run every migration again
    0002_links was applied, and Drizzle will run it again
    0002_links and 0003_it's were applied, and Drizzle will run them again
    0003_files and 0004_tags are not applied, though 0005_teams is
    A statement takes 41.2 ms instead of 0.4: select "id", "url" from "links" where "workspace_id" = ? order by "created_at" …
    A statement takes 41.2 ms instead of 20: select count(*) from "files"
    A statement reads 104 blocks instead of 0: select count(*) from "files"
    The median of 40 statements takes 2.1 times as long as before
    Index public.links_workspace_idx was dropped
    Index public.links_url_key was dropped
    Index public.links_a_idx was dropped
    Index public.links_b_idx is used no more
    Sequential scans of public.links read 48,000,000 rows an hour, 0 before
    Table public.links was rewritten, and the planner has not learnt of it since
    0003_files.sql is not there: Drizzle refuses the whole folder
    0003_old.sql is in no journal entry: Drizzle passes it over
    old/migration.sql has no date in its folder's name: Drizzle fails at it, every time
    0003_files.sql and 0003_old.sql share the number 0003
    The journal names 0003_files twice: it will run twice
    The journal uses idx 3 twice, for 0003_files too
    The journal numbers 0003_files 5, where 3 comes next
    0003_files.sql:7 fails in the replay: column "x" does not exist (42703)
    0003_files.sql:7 cannot run inside Drizzle's transaction
    0003_files.sql is all comment: it makes nothing
    0003_files.sql:7 holds bytes that are not UTF-8
    meta/0003_snapshot.json is no snapshot that drizzle-kit can read
    2 snapshots of version 5: drizzle-kit generates nothing until they are upgraded
    a.json of version 6: drizzle-kit generates nothing until they are upgraded
    0002_a and 0004_b have no snapshot
    0006_files has no snapshot: drizzle-kit goes by meta/0005_snapshot.json
    meta/0007_snapshot.json is the snapshot of no migration, and drizzle-kit goes by it
    meta/0002_snapshot.json is the snapshot of no migration
    meta/0002_snapshot.json and meta/0003_snapshot.json share the id 5277976e…
    meta/0002_snapshot.json and meta/0003_snapshot.json both follow meta/0001_snapshot.json
    20250101000000_a/snapshot.json and 20250102000000_b/snapshot.json are not brought together
    meta/0003_snapshot.json follows a snapshot that is not there
    meta/0000_snapshot.json follows a snapshot that is not there
    0006_files makes column files.workspace_id, which meta/0006_snapshot.json does not know
    meta/0006_snapshot.json has column files.size, which no migration makes
    meta/0006_snapshot.json has index files_path, which 0005_drop removed
    0004_files makes column files.bytes otherwise than meta/0006_snapshot.json says
    The Supabase CLI applied 20240101000000_init and 20240103000000, and supabase/migrations has no such files
    1 migration of the Supabase CLI is not applied yet: 20240102000000_add_workspace_id.sql
    1 migration of the Supabase CLI is not applied yet: 20240102000000_add_workspace_id.sql
    20240102000000_add_workspace_id.sql is older than 20240301000000, which is applied: supabase db push refuses to go on
    supabase/migrations/20240102000000_add_workspace_id.sql is not what was run as 20240102000000: they part at statement 2
    20240102000000_add_workspace_id.sql differs from what was run in white space or line endings alone
    20240102000000_add_workspace_id.sql differs from what was run in comments alone
    supabase/migrations/20240102000000_add_workspace_id.sql was applied as 20240102000000_workspaces
    What 1 migration of the Supabase CLI ran was not kept: whether the file was edited since cannot be said
    supabase/migrations/2024-links.sql is no name that the Supabase CLI reads: it passes the file over
    20240102000000_add_workspace_id.sql and 20240102000000_links.sql share the version 20240102000000: only one of them can be recorded
    20240102000000_add_workspace_id.sql and 0001_workspaces both make column files.workspace_id
    20240102000000_add_workspace_id.sql and 0001_workspaces both make table workspaces"
  `)
})

test('rows are named by id and hash, so that no other is touched', () => {
  const statements = named.flatMap(({ said }) => said.mend).filter((text) => /^(?:update|delete)/.test(text))
  expect(statements.join('\n')).toMatchInlineSnapshot(`
    "delete from drizzle.__drizzle_migrations where hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718' and created_at = 1772366400000;
    delete from drizzle.__drizzle_migrations where id = 10 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    delete from drizzle.__drizzle_migrations where hash = '0f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a6978';
    update drizzle.__drizzle_migrations set hash = '0f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a6978' where id = 4 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    update drizzle.__drizzle_migrations set hash = '0f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a6978' where id = 4 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    update drizzle.__drizzle_migrations set hash = '0f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a6978' where id = 4 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    update drizzle.__drizzle_migrations set created_at = 1772366400001 where id = 5 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    delete from drizzle.__drizzle_migrations where id = 11 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    delete from drizzle.__drizzle_migrations where id = 11 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    update drizzle.__drizzle_migrations set created_at = 1772366400000 where id = 3 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718' and created_at is null;
    delete from drizzle.__drizzle_migrations where id = 4 and hash = '0f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a6978' and created_at is null;
    update drizzle.__drizzle_migrations set created_at = 1772366400000 where id = 3 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    update drizzle.__drizzle_migrations set name = '0002_links' where id = 3 and hash = 'a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718';
    update drizzle.__drizzle_migrations set name = '0003_it''s' where id = 4 and hash = '0f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a69780f1e2d3c4b5a6978';"
  `)
})

test.each([
  ['column:public.links.workspace_id', 'uuid', '42701'],
  ['table:app.links', 'table', '42P07'],
  ['index:public.i', 'CREATE INDEX …', '42P07'],
  ['view:public.v', 'as select 1', '42P07'],
  ['sequence:public.s', 'as bigint', '42P07'],
  ['function:public.f(integer)', '…', '42723'],
  ['enum:public.e', "enum ('a')", '42710'],
  ['domain:public.d', 'domain as text', '42710'],
  ['composite:public.c', 'composite (a text)', '42710'],
  ['constraint:public.t.c', 'CHECK ((a > 0))', '42710'],
  ['constraint:public.t.f', 'FOREIGN KEY (a) REFERENCES public.u(a)', '42710'],
  ['constraint:public.t.u', 'UNIQUE (a)', '42P07'],
  ['constraint:public.t.p', 'PRIMARY KEY (a)', '42P16'],
  ['trigger:public.t.g', '…', '42710'],
  ['policy:public.t.p', '…', '42710'],
  ['schema:app', 'schema', '42P06'],
  ['comment:table:public.t', 'text', null],
])('making %s (%s) again raises %s', (fact, value, state) => {
  expect(stateOf(fact, value)).toBe(state)
})

test.each([
  ['column:public.links.workspace_id', 'column links.workspace_id'],
  ['column:app."odd.name".c', 'column app."odd.name".c'],
  ['policy:public.links."all of it"', 'policy "all of it" on links'],
  ['constraint:app.links.links_pkey', 'constraint links_pkey on app.links'],
  ['function:public.f(integer, text)', 'function f(integer, text)'],
  ['matview:public.totals', 'materialized view totals'],
  ['comment:column:public.links.url', 'comment on column links.url'],
  ['schema:public', 'schema public'],
  ['unmodelled aggregate:public.median', 'aggregate median'],
])('%s is called %s', (key, name) => {
  expect(subject(key)).toBe(name)
})

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
])('%o in words: %s', (items, told) => {
  expect(list(items)).toBe(told)
})

test('a stamp that no calendar holds is told as it is', () => {
  expect(stamp(9e15)).toBe('9000000000000000')
})
