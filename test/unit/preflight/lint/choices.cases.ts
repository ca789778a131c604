import type { Cases } from './cases.ts'

const long = 'x'.repeat(64)

export const choices: Readonly<Record<string, Cases>> = {
  'no-primary-key': {
    found: ['create table t (a int)', 'create table t (a int unique)'],
    not: [
      'create table t (a int primary key)',
      'create table t (a int); alter table t add primary key (a)',
      'create temp table t (a int)',
      'create table p partition of events default',
      'create table t (like links including all)',
    ],
  },
  'small-key': {
    found: ['create table t (id serial primary key)', 'create table t (id integer, primary key (id))'],
    not: [
      'create table t (id bigint primary key)',
      'create table t (a int, b int, primary key (a, b))',
      'create table t (id uuid primary key, n int)',
    ],
  },
  'foreign-key-index': {
    found: [
      'create table t (id int primary key, w uuid references workspaces)',
      'alter table old_events add foreign key (id) references links (id)',
      'create table t (a int, w uuid references workspaces); create index on t (a, w)',
    ],
    not: [
      'create table t (w uuid references workspaces); create index on t (w)',
      'create table t (w uuid primary key references workspaces)',
      'alter table links add foreign key (workspace_id) references workspaces',
      'create table t (w uuid references workspaces, unique (w))',
    ],
  },
  'redundant-index': {
    found: ['create index on links (workspace_id)', 'create index on links (url, code)', 'create index on links (id)'],
    not: [
      'create index on links (created_at)',
      'create index on links (workspace_id) where paid',
      'create unique index on links (workspace_id)',
      'create index on links using hash (url)',
      'create index on links (workspace_id desc)',
    ],
  },
  'long-identifier': {
    found: [
      `create table ${long} (a int)`,
      `alter table links add constraint ${long} check (small > 0) not valid`,
      `create policy ${long} on links to authenticated using (true)`,
    ],
    not: [`create table ${long.slice(1)} (a int)`, `comment on table links is '${long}'`, `select '${long}'`],
  },
  'reserved-word': {
    found: ['create table "user" (a int)', 'alter table links add column "order" int'],
    not: [
      'create table users (a int)',
      'alter table links add column name text',
      'create index "user" on links (title)',
    ],
  },
  'varchar-length': {
    found: ['create table t (a varchar(20))', 'alter table links alter code type character varying(20)'],
    not: ['create table t (a varchar)', 'create table t (a text)', 'alter table links alter title drop not null'],
  },
  'char-type': {
    found: ['create table t (a char(3))', 'create table t (a character)'],
    not: ['create table t (a varchar(3))', 'create table t (a "char")', 'create table t (a text)'],
  },
  'timestamp-without-zone': {
    found: ['create table t (a timestamp)', 'alter table links add column x timestamp(3) without time zone'],
    not: ['create table t (a timestamptz)', 'create table t (a timestamp with time zone)', 'create table t (a date)'],
  },
  'time-with-zone': {
    found: ['create table t (a timetz)', 'create table t (a time with time zone)'],
    not: ['create table t (a time)', 'create table t (a timestamptz)'],
  },
  'json-type': {
    found: ['create table t (a json)', 'alter table links add column x json'],
    not: ['create table t (a jsonb)', "select '{}'::json"],
  },
  'serial-type': {
    found: ['create table t (a serial)', 'create table t (a bigserial)', 'create table t (a serial4)'],
    not: ['create table t (a bigint generated always as identity)', 'create table t (serial text)'],
  },
  'money-type': {
    found: ['create table t (a money)'],
    not: ['create table t (money numeric)', 'create table t (a numeric(12, 2))'],
  },
  'float-money': {
    found: [
      'create table t (price real)',
      'create table t ("unitPrice" double precision)',
      'alter table links add column total_amount float8',
    ],
    not: ['create table t (price numeric)', 'create table t (ratio real)', 'create table t (pricey real)'],
  },
}

export const security: Readonly<Record<string, Cases>> = {
  'rls-missing': {
    found: ['create table t (a int)', 'create table public.t (a int); alter table links enable row level security'],
    not: [
      'create table t (a int); alter table t enable row level security',
      'create table private.t (a int)',
      'create temp table t (a int)',
    ],
  },
  'rls-without-policy': {
    found: ['alter table links enable row level security'],
    not: [
      'alter table links enable row level security; create policy p on links to authenticated using (true)',
      'alter table workspaces enable row level security',
      'create table t (a int); alter table t enable row level security',
    ],
  },
  'rls-disabled': {
    found: ['alter table workspaces disable row level security', 'alter table workspaces no force row level security'],
    not: ['alter table workspaces enable row level security', 'alter table workspaces force row level security'],
  },
  'policy-without-to': {
    found: ['create policy p on links using (true)', 'create policy p on links to public using (true)'],
    not: ['create policy p on links to authenticated using (true)', 'alter policy own on workspaces using (true)'],
  },
  'policy-per-row': {
    found: [
      'create policy p on workspaces to authenticated using (auth.uid() = id)',
      "alter policy own on workspaces using (current_setting('a.b') = name)",
      "create policy p on links for insert to authenticated with check ((auth.jwt() ->> 'a') = code)",
    ],
    not: [
      'create policy p on workspaces to authenticated using ((select auth.uid()) = id)',
      'create policy p on workspaces to authenticated using (true)',
      'create policy p on workspaces to authenticated using (id in (select w from members where u = (select auth.uid())))',
    ],
  },
  'policy-index': {
    found: [
      'create policy p on links to authenticated using (code = (select auth.role()) or title = (select auth.role()))',
      'create policy p on workspaces to authenticated using (token = (select auth.uid()))',
    ],
    not: [
      'create policy p on workspaces to authenticated using (id = (select auth.uid()))',
      'create policy p on links to authenticated using (paid = true)',
      'create policy p on workspaces to authenticated using (token = (select auth.uid())); create index on workspaces (token)',
      'create policy p on links to authenticated using (created_at < now())',
    ],
  },
  'policy-always-true': {
    found: [
      'create policy p on links for all to authenticated using (true)',
      'create policy p on links for insert to anon with check (true)',
    ],
    not: [
      'create policy p on links for select to anon using (true)',
      'create policy p on links to service_role using (true)',
      'create policy p on links as restrictive for update to anon using (true)',
      'create policy p on links for update to anon using (paid)',
    ],
  },
  'policy-user-metadata': {
    found: [
      "create policy p on links to authenticated using (((select auth.jwt()) -> 'user_metadata' ->> 'r') = 'a')",
      "create policy p on links to authenticated using (exists (select from auth.users u where u.raw_user_meta_data ->> 'r' = 'a'))",
    ],
    not: [
      "create policy p on links to authenticated using (((select auth.jwt()) -> 'app_metadata' ->> 'r') = 'a')",
      "create policy p on links to authenticated using (code = 'metadata')",
    ],
  },
  'function-search-path': {
    found: ["create function f() returns int language sql security definer as 'select 1'"],
    not: [
      "create function f() returns int language sql security definer set search_path = '' as 'select 1'",
      "create function f() returns int language sql as 'select 1'",
    ],
  },
  'definer-exposed': {
    found: ["create function f() returns int language sql security definer set search_path = '' as 'select 1'"],
    not: [
      "create function private.f() returns int language sql security definer as 'select 1'",
      "create function f() returns trigger language plpgsql security definer as 'begin end'",
      "create function f() returns int language sql security definer as 'select 1'; revoke execute on function f() from public, anon",
    ],
  },
  'view-security-invoker': {
    found: [
      'create view v as select 1',
      'create view v with (security_barrier) as select 1',
      'create view v with (security_invoker = false) as select 1',
    ],
    not: [
      'create view v with (security_invoker = true) as select 1',
      'create view v with (security_invoker) as select 1',
      'create view private.v as select 1',
      'create view v as select 1; alter view v set (security_invoker = on)',
    ],
  },
  'matview-exposed': {
    found: ['create materialized view m as select 1'],
    not: [
      'create materialized view private.m as select 1',
      'create materialized view m as select 1; revoke all on m from anon',
      'create view v as select 1',
    ],
  },
  'grant-everybody': {
    found: [
      'grant select on links to anon',
      'grant all on all tables in schema public to public',
      'grant execute on function touch() to anon',
    ],
    not: [
      'grant usage on schema private to anon',
      'grant select on links to authenticated',
      'revoke all on links from anon',
    ],
  },
  'extension-in-public': {
    found: ['create extension citext', 'create extension if not exists citext with schema public'],
    not: ['create extension citext with schema extensions', 'create extension pg_cron', 'drop extension citext'],
  },
}
