create table run_days (
  target text not null,
  day integer not null,
  runs integer not null,
  pass integer not null,
  warn integer not null,
  fail integer not null,
  unknown integer not null,
  timed integer not null,
  ms_sum real not null,
  ms_max real,
  applied integer,
  primary key (target, day)
) strict, without rowid;

create index findings_by_start on findings (target, first_seen);
create index findings_by_end on findings (target, resolved_at) where resolved_at is not null;
