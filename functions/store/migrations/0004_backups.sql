create table backup_requests (
  target text not null,
  key text not null,
  digest text not null,
  point text not null,
  attempt integer not null,
  begun_at integer not null,
  lease_until integer not null,
  asked_at integer,
  ended_at integer,
  climb text,
  primary key (target, key)
) strict;

create index backup_requests_by_time on backup_requests (target, begun_at);

create table logical_backups (
  target text not null,
  id text not null,
  taken_at integer not null,
  noted_at integer not null,
  record text not null,
  primary key (target, id)
) strict;

create index logical_backups_by_time on logical_backups (target, taken_at);
