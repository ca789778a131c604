/**
 * A database whose rows are hard to copy: every type that PostgreSQL has, values that text formats trip over, and tables that a
 * naive restore cannot fill. For a superuser and an empty database; valid on PostgreSQL 15 and later.
 */
export const TRICKY_ROWS = `
create schema "Odd ""schema"; create schema other;
create extension hstore schema public;
create type other.mood as enum ('sad', 'it''s ok', 'a,b', 'q"q', E'back\\\\slash');
create type public.pair as (a integer, "B b" text);
create domain public.word as text check (value !~ '\\s');
create type public.hours as range (subtype = time);

create table public.types (
  id integer primary key, flag boolean, small smallint, big bigint, num numeric, money money, real real, double double precision,
  txt text, var varchar(20), chr char(5), one "char", nam name, bytes bytea, js json, jb jsonb, xm xml, uid uuid,
  d date, t time, tz timetz, ts timestamp, tstz timestamptz, iv interval,
  ip inet, net cidr, mac macaddr, mac8 macaddr8, bits bit(3), varbits bit varying,
  pt point, ln line, seg lseg, bx box, pth path, poly polygon, circ circle,
  tsv tsvector, tsq tsquery, ir int4range, tr tstzrange, mr int8multirange, hr public.hours,
  mood other.mood, moods other.mood[], pair public.pair, pairs public.pair[], word public.word, words public.word[],
  grid integer[][], texts text[], hs hstore, lsn pg_lsn, reg regclass, o oid, snap txid_snapshot, jp jsonpath
);
insert into public.types (id) values (1);
insert into public.types values (2, true, -32768, -9223372036854775808, 'NaN', '-$1,234.56', '-Infinity', 'NaN',
  '', '', '', '', '', '', 'null', '{}', '<a>&amp;</a>', '00000000-0000-0000-0000-000000000000',
  '-infinity', '24:00', '00:00+15:59', 'infinity', '-infinity', '-1 year 2 mons -3 days 04:05:06.789',
  '::1', '::/0', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '101', '',
  '(1e300,-0)', '{1,2,3}', '[(1,2),(3,4)]', '(1,2),(3,4)', '[(1,2),(3,4)]', '((1,2),(3,4))', '<(1,2),3>',
  '''it''''s'':1A ''\\\\'':2', '!a & (b | ''c d'':*)', 'empty', '[2020-01-01,)', '{[1,3),[5,9)}', '[08:00,17:00)',
  'it''s ok', array['a,b', 'q"q', null, E'back\\\\slash']::other.mood[], row(1, E'x"y,\\n\\\\'), array[row(null, ''), null]::public.pair[], 'w', '{}',
  '[0:1][2:3]={{1,2},{3,null}}', array['', 'NULL', null, '{', '"', E'\\\\', E'\\t\\n'], 'a=>"1\\"", "b c"=>NULL', '16/B374D848', 'pg_catalog.pg_class', 4294967295, '10:20:10,14,15', '$.a[*] ? (@ > 1)');
insert into public.types (id, txt, bytes, num, double, ts, jb) values
  (3, E'\\\\.', '\\xdeadbeef00', 1e-130, 0.1 + 0.2, '294276-12-31 23:59:59.999999', '{"a": "\\u0041\\n\\"\\\\\\\\", "é": [1.10, null]}'),
  (4, E'\\\\N', decode(repeat('00ff5c0a0d09', 100), 'hex'), 123456789012345678901234567890.000001, '5e-324', '4713-01-01 BC', '"\\\\."'),
  (5, E'tab\\there, newline\\nthere, return\\r\\nback\\\\slash, vertical\\v, bell\\b, form\\f', null, 0, '-0', null, null),
  (6, '𝕌𝕟𝕚 ☃ é e\\u0301 ' || chr(65279) || chr(8238) || ' ‮', null, null, null, null, null),
  (7, repeat('long 🐘 ', 40000), null, null, null, null, null),
  (8, E'\\\\n', null, null, null, null, null), (9, ' ', null, null, null, null, null), (10, 'NULL', null, null, null, null, null);

create table "Odd ""schema"."T.able 'x'" ("Id;" integer generated always as identity (start 100 increment -7 minvalue -1000000 maxvalue 100), "select" text, "sum%s" text generated always as ("select" || '!') stored, "\\" text);
insert into "Odd ""schema"."T.able 'x'" ("select", "\\") select 'v' || i, '\\' from generate_series(1, 30) i;
create table public.computed (a integer generated always as (1) stored);
insert into public.computed select from generate_series(1, 3);
create table public.nothing ();
insert into public.nothing select from generate_series(1, 4);
create table public.dropped (a integer, gone text, b integer);
insert into public.dropped select i, 'x', i from generate_series(1, 5) i;
alter table public.dropped drop column gone;
alter table public.dropped add column later text default 'later';

create table public.parent (id integer primary key, what text);
create table public.child (extra integer) inherits (public.parent);
insert into public.parent select i, 'parent' from generate_series(1, 5) i;
insert into public.child select i, 'child', i from generate_series(6, 9) i;

create table public.events (id bigint, at date not null, kind text) partition by range (at);
create table public.events_2024 partition of public.events for values from ('2024-01-01') to ('2025-01-01') partition by list (kind);
create table public.events_2024_a partition of public.events_2024 for values in ('a');
create table other.events_2024_rest partition of public.events_2024 default;
create table public.events_rest partition of public.events default;
alter table public.events add primary key (id, at, kind);
create index on public.events (kind);
insert into public.events select i, date '2023-12-01' + i, case when i % 2 = 0 then 'a' else 'b' end from generate_series(1, 500) i;

create table public.tree (id integer primary key, parent integer references public.tree (id) not null);
insert into public.tree values (1, 2), (2, 3), (3, 1);
create table public.hen (id integer primary key, egg integer);
create table public.egg (id integer primary key, hen integer not null references public.hen (id) deferrable initially deferred);
alter table public.hen add constraint laid foreign key (egg) references public.egg (id);
begin; insert into public.hen values (1, null); insert into public.egg values (1, 1); update public.hen set egg = 1; commit;
create table public.orphan (id integer, hen integer);
insert into public.orphan values (1, 99);
alter table public.orphan add constraint old_orphans foreign key (hen) references public.hen (id) not valid;
alter table public.orphan add constraint not_five check (id <> 1) not valid;

create function public.never() returns trigger language plpgsql as $$ begin raise exception 'fired'; end $$;
create table public.guarded (id integer primary key, a integer, check (a > 0), exclude using btree (a with =));
insert into public.guarded values (1, 1), (2, 2);
create trigger never before insert or update or delete on public.guarded for each row execute function public.never();
create rule instead as on insert to public.guarded do instead nothing;
alter table public.guarded enable row level security; alter table public.guarded force row level security;
create policy nobody on public.guarded using (false);
alter table public.guarded replica identity using index guarded_pkey;
create unlogged table public.quick (id serial, note text);
insert into public.quick (note) select 'n' || i from generate_series(1, 20) i;
create view public.by_hen as select h.id, h.egg, count(e.*) as eggs from public.hen h left join public.egg e on e.hen = h.id group by h.id;
create materialized view public.counted as select kind, count(*) as n from public.events group by kind;
create unique index on public.counted (kind);
create function public.first_hen() returns integer language sql stable begin atomic select min(id) from public.by_hen; end;
create table public.late (id integer default public.first_hen(), note text);
insert into public.late (note) values ('default from a function on a view on a primary key');
create sequence other.stepping increment 5 minvalue -20 maxvalue 20 start 0 cycle; select nextval('other.stepping'), nextval('other.stepping');
create sequence other.untouched start 42;

create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
insert into drizzle.__drizzle_migrations (hash, created_at) values ('h1', 1), ('h2', 2);
create function public.no_drops() returns event_trigger language plpgsql as $$ begin raise exception 'no drops'; end $$;
create event trigger no_drops on sql_drop execute function public.no_drops();
create event trigger no_tables on ddl_command_start when tag in ('ALTER TABLE', 'CREATE TABLE', 'GRANT') execute function public.no_drops();
comment on event trigger no_drops is 'nobody drops anything';
`
