create table pins (
  seq integer primary key,
  target text not null,
  hash text not null,
  catalog integer not null,
  groups text not null,
  facts integer not null,
  counts text not null,
  previous text,
  changes text,
  who text not null,
  reason text not null,
  pinned_at integer not null
) strict;

create index pins_by_target on pins (target, seq);

create table acceptances (
  seq integer primary key,
  target text not null,
  key text not null,
  state text not null,
  who text not null,
  reason text not null,
  accepted_at integer not null,
  expires_at integer,
  withdrawn_at integer
) strict;

create unique index acceptances_standing on acceptances (target, key) where withdrawn_at is null;
create index acceptances_by_target on acceptances (target, seq);
