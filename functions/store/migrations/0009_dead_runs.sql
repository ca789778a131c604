create table dead_runs (
  id text primary key,
  target text not null,
  died_at integer not null,
  message text not null
) strict, without rowid;

create index dead_runs_by_time on dead_runs (died_at);
