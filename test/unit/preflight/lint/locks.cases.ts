import type { Cases } from './cases.ts'

export const locks: Readonly<Record<string, Cases>> = {
  'concurrently-in-transaction': {
    found: [
      'create index concurrently a on links (title)',
      'drop index concurrently links_url',
      'reindex table concurrently links',
      'alter table events detach partition old_events concurrently',
    ],
    not: [
      'create index a on links (title)',
      'commit;\ncreate index concurrently a on links (title)',
      'drop index links_url',
    ],
  },
  'concurrently-if-not-exists': {
    found: ['create index concurrently if not exists a on links (title)'],
    not: ['create index concurrently a on links (title)', 'create index if not exists a on links (title)'],
  },
  'index-not-concurrent': {
    found: [
      'create index on links (title)',
      'create unique index a on public.links (lower(title)) where title is not null',
      'alter table links add column x int; create index on links (x)',
    ],
    not: [
      'create table t (id int); create index on t (id)',
      'create index concurrently a on links (title)',
      'create index on events (id)',
    ],
  },
  'partitioned-index': {
    found: ['create index on events (id)'],
    not: [
      'create index on only events (id)',
      'create index on links (title)',
      'create table e (id int) partition by hash (id); create index on e (id)',
    ],
  },
  'drop-index-not-concurrent': {
    found: ['drop index links_url', 'drop index if exists public.links_url, links_code_idx'],
    not: [
      'drop index concurrently links_url',
      'drop table links',
      'create table t (a int); create index i on t (a); drop index i',
    ],
  },
  'reindex-not-concurrent': {
    found: ['reindex table links', 'reindex (verbose) index links_url'],
    not: ['reindex table concurrently links', 'create table t (id int primary key); reindex table t'],
  },
  'unique-constraint': {
    found: [
      'alter table links add constraint u unique (url)',
      'alter table links add column k text unique',
      'alter table links add unique nulls not distinct (url, code)',
    ],
    not: [
      'alter table links add constraint u unique using index links_code_idx',
      'create table t (a int unique)',
      'create table t (a int); alter table t add unique (a)',
    ],
  },
  'primary-key': {
    found: [
      'alter table old_events add primary key (id)',
      'alter table old_events add constraint k primary key using index links_code_idx',
    ],
    not: [
      'create table t (id int primary key)',
      'create unique index u on links (id, url); alter table links add constraint k primary key using index u',
    ],
  },
  'exclude-constraint': {
    found: ['alter table links add constraint e exclude using gist (url with =)'],
    not: ['create table t (a int, exclude using gist (a with =))', 'alter table links add constraint e unique (url)'],
  },
  'foreign-key-not-valid': {
    found: [
      'alter table links add constraint f foreign key (workspace_id) references workspaces (id) on delete cascade',
      'alter table links add foreign key (workspace_id) references workspaces',
    ],
    not: [
      'alter table links add constraint f foreign key (workspace_id) references workspaces not valid',
      'create table t (w uuid); alter table t add foreign key (w) references workspaces',
      'create table t (w uuid references workspaces)',
    ],
  },
  'add-column-references': {
    found: ['alter table links add column w uuid references workspaces'],
    not: [
      'alter table links add column w uuid',
      'create table t (w uuid references workspaces)',
      'alter table links add constraint f foreign key (workspace_id) references workspaces',
    ],
  },
  'check-not-valid': {
    found: [
      "alter table links add constraint c check (url <> ')')",
      'alter table links add column x int check (x > 0)',
    ],
    not: [
      'alter table links add constraint c check (small > 0) not valid',
      'create table t (a int check (a > 0))',
      'create table t (a int); alter table t add check (a > 0)',
    ],
  },
  'validate-in-same-transaction': {
    found: ['alter table links add constraint c check (small > 0) not valid;\nalter table links validate constraint c'],
    not: [
      'alter table links validate constraint c',
      'alter table links add constraint c check (small > 0) not valid; alter table links validate constraint other',
      'alter table links add constraint c check (small > 0) not valid; commit; alter table links validate constraint c',
    ],
  },
  'set-not-null': {
    found: [
      'alter table links alter column title set not null',
      'alter table links add constraint c check (title is not null) not valid; alter table links alter title set not null',
    ],
    not: [
      'alter table links alter column small set not null',
      'alter table links alter column url set not null',
      'create table t (a int); alter table t alter a set not null',
      'alter table links alter title drop not null',
    ],
  },
  'add-column-not-null': {
    found: ['alter table links add column x int not null', 'alter table links add column x int primary key'],
    not: [
      'alter table links add column x int not null default 0',
      'alter table links add column x int',
      'alter table links add column x bigserial not null',
      'create table t (x int not null)',
    ],
  },
  'volatile-default': {
    found: [
      'alter table links add column x uuid default gen_random_uuid()',
      'alter table links add column x text default my_token()',
      'alter table links add column x timestamptz default clock_timestamp()',
    ],
    not: [
      'alter table links add column x timestamptz default now()',
      'alter table links add column x int default 0',
      'alter table links alter column code set default gen_random_uuid()',
      'create table t (x uuid default gen_random_uuid())',
    ],
  },
  'stored-generated': {
    found: ['alter table links add column x int generated always as (small * 2) stored'],
    not: [
      'create table t (a int, x int generated always as (a * 2) stored)',
      'alter table links add column x int default 2',
    ],
  },
  'add-sequence-column': {
    found: [
      'alter table links add column x serial',
      'alter table links add column x bigint generated by default as identity',
    ],
    not: ['alter table links add column x bigint', 'create table t (x bigserial)'],
  },
  'change-type': {
    found: [
      'alter table links alter column small type bigint',
      'alter table links alter title type varchar(20)',
      'alter table links alter amount type numeric(12, 3)',
      'alter table unheard alter x type text',
    ],
    not: [
      'alter table links alter title type varchar(80)',
      'alter table links alter title type text',
      'alter table links alter code type varchar',
      'alter table links alter amount type numeric(12, 2)',
      'alter table links alter body type text',
      'create table t (a int); alter table t alter a type bigint',
    ],
  },
  'rewrite-table': {
    found: [
      'alter table links set unlogged',
      'alter table links set tablespace fast',
      'alter table links set access method heap',
    ],
    not: [
      'alter table links set (fillfactor = 80)',
      'create unlogged table t (a int)',
      'create table t (a int); alter table t set unlogged',
    ],
  },
  'vacuum-full': { found: ['vacuum full links', 'vacuum'], not: ['analyze links', 'cluster links using links_url'] },
  cluster: {
    found: ['cluster links using links_url', 'cluster'],
    not: ['alter table links cluster on links_url', 'create table t (a int primary key); cluster t using t_pkey'],
  },
  'refresh-not-concurrent': {
    found: ['refresh materialized view stats'],
    not: [
      'refresh materialized view concurrently stats',
      'refresh materialized view stats with no data',
      'create materialized view m as select 1; refresh materialized view m',
    ],
  },
  'attach-partition': {
    found: ["alter table events attach partition old_events for values from ('2019-01-01') to ('2020-01-01')"],
    not: [
      "alter table events attach partition checked_events for values from ('2019-01-01') to ('2020-01-01')",
      'create table t (at timestamptz not null, id int); alter table events attach partition t default',
    ],
  },
  'detach-partition': {
    found: [
      'alter table events detach partition old_events',
      "create table e partition of events for values from ('2021-01-01') to ('2022-01-01'); alter table events detach partition e",
    ],
    not: ['alter table events detach partition old_events concurrently', 'alter table old_events no inherit events'],
  },
  inherit: {
    found: [
      'alter table checked_events inherit old_events',
      'alter table old_events inherit links',
      'alter table old_events no inherit links',
    ],
    not: ['create table t () inherits (links)', 'create table t (a int); alter table t inherit links'],
  },
  'domain-constraint': {
    found: ["alter domain email add constraint c check (value <> '')", 'alter domain email set not null'],
    not: [
      "alter domain email add constraint c check (value <> '') not valid",
      "create domain d as text check (value <> '')",
      'alter domain email drop not null',
    ],
  },
  'trigger-lock': {
    found: [
      'create trigger t before insert on links for each row execute function touch()',
      'drop trigger touched on links',
    ],
    not: [
      'create table t (a int); create trigger x before insert on t for each row execute function touch()',
      'drop function touch()',
    ],
  },
  'lock-table': {
    found: ['lock table links', 'lock links in exclusive mode'],
    not: ['lock table links in share update exclusive mode', 'create table t (a int); lock table t'],
  },
  'lock-timeout': {
    found: ['alter table links add column x int', "set statement_timeout = '1s'; create index on links (title)"],
    not: [
      "set local lock_timeout = '2s'; alter table links add column x int",
      'create table t (a int)',
      'alter table links validate constraint links_small',
      'insert into links (url) values (1)',
    ],
  },
  'statement-timeout': {
    found: ['alter table links add column x int'],
    not: [
      "set local statement_timeout = '2s'; alter table links add column x int",
      'create table t (a int)',
      'update links set url = url where id = 1',
    ],
  },
  'set-without-local': {
    found: ["set lock_timeout = '2s'", "set session search_path = ''"],
    not: ["set local lock_timeout = '2s'", 'reset lock_timeout', "commit; set lock_timeout = '2s'"],
  },
  'many-exclusive-locks': {
    found: [
      'alter table links add column x int; alter table workspaces add column x int; alter table old_events add column x int',
    ],
    not: [
      'alter table links add column x int; alter table workspaces add column x int',
      'alter table links add column x int; alter table links add column y int; alter table links add column z int',
      'alter table links add column x int; alter table workspaces add column x int; create table t (a int); alter table t add column x int',
    ],
  },
  'work-under-lock': {
    found: [
      'alter table links add column x int; create index on links (x)',
      'drop trigger touched on links; update workspaces set name = name',
    ],
    not: [
      'create index on links (title)',
      'alter table links add column x int; create table t (a int); create index on t (a)',
      'alter table links add column x int; commit; create index on links (x)',
      'create table t (w uuid); alter table links add column x int; alter table t add foreign key (w) references workspaces',
    ],
  },
  'transaction-control': {
    found: ['begin; alter table links add column x int; commit', 'rollback'],
    not: ['savepoint a; rollback to savepoint a', "comment on table links is 'commit'", 'release savepoint a'],
  },
}
