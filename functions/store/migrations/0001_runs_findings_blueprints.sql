create table runs (
  target text not null,
  id text not null,
  suite text not null,
  scheduled_at integer not null,
  trigger text not null,
  attempt integer not null,
  started_at integer not null,
  lease_until integer not null,
  ended_at integer,
  status text,
  findings integer,
  outcome text,
  primary key (target, id)
) strict, without rowid;

create index runs_by_start on runs (target, started_at);

create table findings (
  target text not null,
  key text not null,
  first_seen integer not null,
  last_seen integer not null,
  resolved_at integer,
  first_run text not null,
  last_run text not null,
  finding text not null,
  primary key (target, key, first_seen)
) strict, without rowid;

create unique index findings_open on findings (target, key) where resolved_at is null;

create table publications (
  seq integer primary key,
  target text not null,
  hash text not null,
  tag text not null,
  published_at integer not null
) strict;

create index publications_by_target on publications (target, seq);

create table parts (
  ref text primary key
) strict, without rowid;

create table crons (
  suite text primary key,
  cron text not null,
  since integer not null,
  fired_at integer
) strict, without rowid;
