create table performance_snapshots (
  target text not null,
  deploy text not null,
  moment text not null,
  at integer not null,
  snapshot blob not null,
  primary key (target, deploy, moment, at)
) strict;
create index performance_snapshots_at on performance_snapshots (at);

create table performance_verdicts (
  target text not null,
  deploy text not null,
  judged_at text not null,
  at integer not null,
  verdict text not null,
  primary key (target, deploy, judged_at)
) strict;
create index performance_verdicts_at on performance_verdicts (target, at);

create table performance_days (
  target text not null,
  day integer not null,
  figures text not null,
  primary key (target, day)
) strict;

create table migration_times (
  target text not null,
  migration text not null,
  at integer not null,
  ms real not null,
  outcome text not null,
  statements text not null,
  primary key (target, migration, at)
) strict;
