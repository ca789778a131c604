/** The role, and one that may act as it, belong to the server: to be dropped after the database. */
export const rolesOfEverything = (role: string): string[] => [`${role}_member`, role]

/**
 * SQL that makes an object of every kind that supabase/catalog reads, for a superuser and an empty database; on PostgreSQL 15
 * and 16 some have names that later versions quote.
 * @param role the name of a role to make
 */
export const everything = (role: string): string => `
create role ${role}; create role ${role}_member nologin; grant ${role} to ${role}_member;
create schema hidden; revoke all on schema hidden from public; alter schema hidden owner to ${role};
create extension if not exists plpgsql; create extension hstore;

create collation public.german (provider = icu, locale = 'de');
create type hidden.mood as enum ('sad', 'ok');
create domain public.positive as integer check (value > 0);
create type public.pair as (a integer, b text collate public.german);
create type public.span as range (subtype = time without time zone);
create type public.raw;

create table public.notes (id bigserial primary key, body text collate public.german default 'x' check (body <> ''), mood hidden.mood);
alter table public.notes enable row level security; alter table public.notes force row level security;
create policy json_value on public.notes to ${role} using (body = current_user);
create table public.parts (id integer not null, at date) partition by range (at);
create table public.part partition of public.parts for values from ('2025-01-01') to ('2026-01-01');
create table hidden.secrets (id integer generated always as identity primary key, mood hidden.mood, at timestamptz default now(), note bigint references public.notes (id));
create index on hidden.secrets (mood) where id > 5;
create statistics hidden.json_table on mood, at from hidden.secrets;
create view hidden.seen with (security_barrier) as select s.id, n.body from hidden.secrets s join public.notes n on n.id = s.id;
create materialized view hidden.counted as select count(*) from hidden.secrets;
create function hidden.touch() returns trigger language plpgsql security definer set search_path = '' as $$ begin return new; end $$;
revoke all on function hidden.touch() from public;
create procedure public.work(pair public.pair) language sql as 'select 1';
create trigger json_scalar before update on hidden.secrets for each row execute function hidden.touch();
create rule json_query as on delete to hidden.secrets do instead nothing;
create sequence hidden.numbers start 7 increment 3;

create function public.same(public.pair, public.pair) returns boolean language sql immutable as 'select ($1).a = ($2).a';
create operator public.=== (function = public.same, leftarg = public.pair, rightarg = public.pair);
create function public.as_int(public.pair) returns integer language sql immutable as 'select ($1).a';
create cast (public.pair as integer) with function public.as_int(public.pair);
create operator family public.ns using btree;
create operator class public.ns for type integer using btree family public.ns as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer);
create aggregate public.total(integer) (sfunc = int4pl, stype = integer);

create text search dictionary public.plain (template = simple);
create text search configuration public.words (parser = "default");
alter text search configuration public.words add mapping for word with public.plain;

create function public.told() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger told on sql_drop when tag in ('DROP SEQUENCE') execute function public.told();

create foreign data wrapper w; create server s foreign data wrapper w options (host 'h');
create user mapping for public server s options (password 'p');
create user mapping for ${role} server s options ("user" 'u', password 'p');
create foreign table hidden.far (id integer) server s;

create publication p for table public.notes (id, body) where (id > 5);
create publication q for tables in schema hidden;

comment on table hidden.secrets is 'not for everybody';
comment on policy json_value on public.notes is 'own';
comment on event trigger told is 'told';
comment on statistics hidden.json_table is 'figures';
revoke all on all tables in schema public, hidden from public;
grant select (id) on public.notes to ${role};
grant update on hidden.secrets to ${role} with grant option;
alter default privileges in schema hidden grant select on tables to ${role};
alter default privileges revoke execute on functions from public;
do $$ begin execute format('alter database %I set app.secret = %L', current_database(), 's'); end $$;
alter role ${role} set statement_timeout = '5s';

create conversion public.latin for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
create text search parser public.parser (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
create text search template public.template (init = dsimple_init, lexize = dsimple_lexize);
create language other handler plpgsql_call_handler;
create access method heap2 type table handler heap_tableam_handler;
create transform for hidden.mood language other (from sql with function pg_catalog.textlike_support(internal));
select lo_create(42);
`
