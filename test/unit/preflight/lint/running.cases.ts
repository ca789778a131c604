import type { Cases } from './cases.ts'

export const running: Readonly<Record<string, Cases>> = {
  'rename-column': {
    found: ['alter table links rename column url to href'],
    not: [
      'create table t (a int); alter table t rename a to b',
      'alter table links rename constraint links_small to s',
      'alter table links rename to l',
    ],
  },
  'rename-table': {
    found: ['alter table links rename to urls', 'alter view seen rename to looked'],
    not: [
      'create table t (a int); alter table t rename to u',
      'alter index links_url rename to x',
      'alter table links rename column url to href',
    ],
  },
  'rename-other': {
    found: [
      'alter type status rename to state',
      "alter type status rename value 'draft' to 'new'",
      'alter function touch() rename to touches',
      'alter schema public rename to p',
    ],
    not: ["alter type status add value 'new'", 'alter index links_url rename to x', 'alter table links rename to l'],
  },
  'set-schema': {
    found: ['alter table links set schema private'],
    not: ['create table t (a int); alter table t set schema private', 'alter function touch() set schema private'],
  },
  'drop-column': {
    found: ['alter table links drop column url', 'alter table links drop column if exists url, drop column code'],
    not: [
      'create table t (a int, b int); alter table t drop column a',
      'alter table links drop constraint links_small',
      'alter table links alter url drop not null',
    ],
  },
  'drop-table': {
    found: [
      'drop table old_events',
      'drop table links',
      'drop table if exists public.workspaces, links',
      'drop table old_events',
    ],
    not: ['create table t (a int); drop table t', 'drop view seen', 'drop index links_url'],
  },
  'drop-object': {
    found: ['drop view seen', 'drop function touch()', 'drop type status', 'drop extension pgcrypto'],
    not: [
      'drop view seen; create view seen as select 1',
      'drop table links',
      'create view v as select 1; drop view v',
      "drop function touch(); create function touch() returns int language sql as 'select 1'",
    ],
  },
  'drop-schema': {
    found: ['drop schema private', 'drop database shop', 'drop owned by me'],
    not: ['drop table links', 'create schema private'],
  },
  'drop-cascade': {
    found: [
      'drop table links cascade',
      'alter table links drop column url cascade',
      'drop type if exists status cascade',
    ],
    not: [
      'drop table links',
      'alter table links drop column url',
      'create table t (w uuid references workspaces on delete cascade)',
    ],
  },
  'drop-not-null': {
    found: ['alter table links alter url drop not null'],
    not: [
      'alter table links alter url set not null',
      'create table t (a int not null); alter table t alter a drop not null',
    ],
  },
  'drop-constraint': {
    found: ['alter table links drop constraint links_pkey'],
    not: [
      'alter table links drop constraint links_small',
      'alter table links drop constraint links_workspace_id_fkey, add constraint links_workspace_id_fkey foreign key (workspace_id) references workspaces not valid',
      'create table t (a int constraint k unique); alter table t drop constraint k',
    ],
  },
  truncate: {
    found: ['truncate links', 'truncate links, workspaces cascade'],
    not: ['create table t (a int); truncate t', 'delete from links where id = 1'],
  },
  'enum-value-used': {
    found: [
      "alter type status add value 'gone'; update links set state = 'gone' where id = 1",
      "alter type status add value 'gone'; alter table links alter state set default 'gone'",
    ],
    not: [
      "alter type status add value 'gone'",
      "alter type status add value 'gone'; commit; update links set state = 'gone' where id = 1",
      "create type e as enum ('a'); alter type e add value 'b'; create table t (x e default 'b')",
      "update links set state = 'live' where id = 1",
    ],
  },
  'enum-value-drop': {
    found: [
      "delete from pg_enum where enumlabel = 'draft'",
      "drop type status; create type status as enum ('live')",
      "create type status_new as enum ('live'); drop type status; alter type status_new rename to status",
    ],
    not: [
      'drop type status',
      "create type e as enum ('a'); drop type e; create type e as enum ('b')",
      'delete from links where id = 1',
    ],
  },
  'enum-value-order': {
    found: ["alter type status add value 'gone'"],
    not: ["alter type status add value 'gone' after 'draft'", "alter type status rename value 'draft' to 'new'"],
  },
}

export const data: Readonly<Record<string, Cases>> = {
  'update-without-where': {
    found: ["update links set code = 'x'", 'delete from links'],
    not: ["update links set code = 'x' where id = 1", 'create table t (a int); delete from t', 'truncate links'],
  },
  'data-in-schema-change': {
    found: [
      'alter table links add column x int; update links set x = 1 where x is null',
      'alter table workspaces add column x int; delete from links where id = 1',
    ],
    not: [
      "update links set code = 'x' where id = 1",
      'create table t (a int); delete from t where a = 1; alter table t add column b int',
      "alter table links add column x int; insert into links (url) values ('a')",
    ],
  },
  'disable-trigger': {
    found: [
      'alter table links disable trigger touched',
      'alter table links disable trigger all; alter table links enable trigger all',
    ],
    not: ['alter table links enable trigger touched', 'alter table links enable always trigger touched'],
  },
  'replica-identity': {
    found: ['alter table links replica identity full'],
    not: [
      'alter table links replica identity default',
      'alter table links replica identity using index links_code_idx',
    ],
  },
  'catalog-write': {
    found: [
      "update pg_catalog.pg_class set relname = 'x' where oid = 1",
      "delete from pg_enum where enumlabel = 'a'",
      'alter table auth.users add column x int',
      'create table storage.mine (id int)',
    ],
    not: [
      'select * from pg_class',
      'alter table links add column x int',
      'create trigger t after insert on auth.users for each row execute function touch()',
    ],
  },
  'non-idempotent-mix': {
    found: [
      'create table if not exists a (id int); create table b (id int)',
      'create table a (id int); create index if not exists i on a (id)',
    ],
    not: [
      'create table a (id int); create table b (id int)',
      'create table if not exists a (id int); create index if not exists i on a (id)',
      'create table if not exists a (id int); drop table links',
    ],
  },
}

export const casts: Readonly<Record<string, Cases>> = {
  'using-missing': {
    found: [
      'alter table links alter code type integer',
      'alter table links alter small type boolean',
      'alter table links alter title type status',
      'alter table links alter code type uuid',
    ],
    not: [
      'alter table links alter code type integer using code::integer',
      'alter table links alter small type text',
      'alter table links alter small type bigint',
      'alter table links alter data type text',
    ],
  },
  'json-literal': {
    found: [
      "alter table links alter data set default '{a: 1}'",
      "select 'hello'::jsonb",
      "alter table links add column x jsonb default '{}'",
    ],
    not: [
      "alter table links add column x jsonb default '{}'::jsonb",
      "alter table links alter code set default '{a: 1}'",
      "select '[1, 2]'::json",
    ],
  },
  'enum-literal': {
    found: [
      "alter table links alter state set default 'gone'",
      "select 'Draft'::status",
      "alter table links alter state set default 'live'",
    ],
    not: [
      "select 'draft'::status",
      "alter table links alter code set default 'gone'",
      'alter table links alter state set default null',
    ],
  },
  'boolean-literal': {
    found: [
      "alter table links alter paid set default 'yes'",
      "alter table links alter paid set default 'maybe'",
      'alter table links add column x boolean default 0',
      "select 'o'::boolean",
    ],
    not: [
      'alter table links alter paid set default false',
      "select 'true'::boolean",
      "alter table links alter code set default 'yes'",
    ],
  },
  'timestamp-literal': {
    found: [
      "alter table links alter created_at set default 'now'",
      "select '2025-02-30'::date",
      "alter table links alter created_at set default 'soon'",
      "alter table links alter created_at set default '2025-01-01'",
    ],
    not: [
      "select '2024-02-29 12:00:00+00'::timestamptz",
      'alter table links alter created_at set default now()',
      "alter table links alter created_at set default '1 January 2025'",
      "select 'infinity'::timestamptz",
    ],
  },
  'uuid-literal': {
    found: [
      "alter table workspaces alter token set default 'abc'",
      "select '0'::uuid",
      "alter table workspaces alter token set default '00000000-0000-0000-0000-000000000000'",
    ],
    not: [
      "select '{00000000-0000-0000-0000-000000000000}'::uuid",
      "alter table links alter code set default 'abc'",
      'alter table workspaces alter token set default gen_random_uuid()',
    ],
  },
}
