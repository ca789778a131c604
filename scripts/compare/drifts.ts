/** A change made by hand on a target, and what takes it back. */
export interface NamedDrift {
  what: string
  make: string
  undo: string
}

/** The schema that is drifted from: a migration, as Drizzle writes and people extend it. */
export const SCHEMA = [
  `create type "status" as enum ('draft', 'paid')`,
  `create type "size" as enum ('s', 'm')`,
  `create table "users" ("id" serial primary key, "email" varchar(200) not null, "name" text default 'nobody', "status" "status")`,
  `create table "posts" ("id" serial primary key, "author" integer references "users", "title" text, "price" integer,
  constraint "price_check" check ("price" > 0))`,
  'create index "posts_title" on "posts" ("title")',
  'alter table "users" enable row level security',
  `create policy "own" on "users" for select using ("id" = current_setting('app.user')::int)`,
  'create view "names" with (security_invoker = true) as select "id", "name" from "users"',
  `create function "touch"() returns trigger language plpgsql security definer as 'begin return new; end'`,
  'create trigger "touched" before update on "posts" for each row execute function "touch"()',
  'create statistics "related" on "title", "price" from "posts"',
  'create publication "feed" for table "posts"',
  'create role "intern"',
  // Supabase grants everything on new tables to anon.
  'revoke all on "users" from anon',
]

const FUNCTION = (body: string) =>
  `create or replace function touch() returns trigger language plpgsql security definer as 'begin ${body} end'`

const invalid = (valid: boolean) =>
  `update pg_catalog.pg_index set indisvalid = ${valid} where indexrelid = 'posts_title'::regclass`

/** The twenty, from what every tool looks at to what few do. */
export const DRIFTS: readonly NamedDrift[] = [
  drift('a column added', 'alter table users add phone text', 'alter table users drop phone'),
  drift(
    'a column’s type changed',
    'alter table posts alter price type bigint',
    'alter table posts alter price type integer',
  ),
  drift(
    'a default changed',
    `alter table users alter name set default 'somebody'`,
    `alter table users alter name set default 'nobody'`,
  ),
  drift(
    'a check loosened',
    'alter table posts drop constraint price_check; alter table posts add constraint price_check check (price > -100)',
    'alter table posts drop constraint price_check; alter table posts add constraint price_check check (price > 0)',
  ),
  drift('an enum value added', `alter type size add value 'l'`, `drop type size; create type size as enum ('s', 'm')`),
  drift(
    'row security turned off',
    'alter table users disable row level security',
    'alter table users enable row level security',
  ),
  drift(
    'a policy widened',
    'alter policy own on users using (true)',
    `alter policy own on users using (id = current_setting('app.user')::int)`,
  ),
  drift('a grant to anon', 'grant select on users to anon', 'revoke select on users from anon'),
  drift(
    'default privileges widened',
    'alter default privileges in schema public grant select on tables to public',
    'alter default privileges in schema public revoke select on tables from public',
  ),
  drift('a table’s owner changed', 'alter table posts owner to intern', 'alter table posts owner to postgres'),
  drift(
    'security_invoker lost',
    'alter view names reset (security_invoker)',
    'alter view names set (security_invoker = true)',
  ),
  drift('a function’s body changed', FUNCTION('new.title := null; return new;'), FUNCTION('return new;')),
  drift('a trigger disabled', 'alter table posts disable trigger touched', 'alter table posts enable trigger touched'),
  drift('an index left invalid', invalid(false), invalid(true)),
  drift(
    'a sequence owned by nobody',
    'alter sequence posts_id_seq owned by none',
    'alter sequence posts_id_seq owned by posts.id',
  ),
  drift('a table published', 'alter publication feed add table users', 'alter publication feed drop table users'),
  drift(
    'a replica identity changed',
    'alter table posts replica identity full',
    'alter table posts replica identity default',
  ),
  drift('an extension added', 'create extension citext', 'drop extension citext'),
  drift(
    'extended statistics dropped',
    'drop statistics related',
    'create statistics related on title, price from posts',
  ),
  drift('a comment added', `comment on column posts.price is 'cents'`, 'comment on column posts.price is null'),
]

function drift(what: string, make: string, undo: string): NamedDrift {
  return { what, make, undo }
}
