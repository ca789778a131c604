create table incidents (
  id text primary key,
  target text not null,
  n integer not null,
  cause text not null,
  version integer not null,
  stage text not null,
  since integer not null,
  opened_at integer,
  resolved_at integer,
  incident text not null,
  told text not null,
  document text
) strict, without rowid;

create unique index incidents_live on incidents (target, cause) where stage <> 'resolved';
create unique index incidents_by_number on incidents (target, n);
create index incidents_by_time on incidents (since);

create table incident_events (
  id integer primary key,
  incident text not null,
  at integer not null,
  event text not null
) strict;

create index incident_events_by_incident on incident_events (incident, id);

create table outbox (
  id integer primary key,
  key text not null,
  channel text not null,
  thread text not null,
  target text not null,
  notification text not null,
  queued_at integer not null,
  attempt integer not null,
  next_at integer not null,
  sent_at integer,
  dead_at integer,
  last_error text,
  reply text
) strict;

create unique index outbox_key on outbox (key, channel);
create index outbox_due on outbox (next_at) where sent_at is null and dead_at is null;
create index outbox_thread on outbox (thread, channel, id);

create table announcements (
  id text primary key,
  target text not null,
  n integer not null,
  version integer not null,
  state text not null,
  at integer not null,
  announcement text not null
) strict, without rowid;

create unique index announcements_by_number on announcements (target, n);
create index announcements_live on announcements (target) where state in ('announced', 'started');
