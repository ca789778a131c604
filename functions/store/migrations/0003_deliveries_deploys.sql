create table deliveries (
  target text not null,
  sender text not null,
  delivery text not null,
  digest text not null,
  event text not null,
  received_at integer not null,
  answer text not null,
  primary key (target, sender, delivery)
) strict, without rowid;

create unique index deliveries_digest on deliveries (target, sender, digest);
create index deliveries_received on deliveries (target, received_at);

create table refusals (
  target text not null,
  sender text not null,
  refused integer not null,
  last_at integer not null,
  reason text not null,
  primary key (target, sender)
) strict, without rowid;

create table deploys (
  target text not null,
  id text not null,
  subject text not null,
  n integer not null,
  sha text,
  ref text,
  environment text,
  sender text not null,
  release text,
  url text,
  repository text,
  deployment integer,
  state text not null,
  migrations text,
  origin text not null,
  at integer not null,
  before_asked integer,
  before_begun integer,
  before_ended integer,
  before_result text,
  after_asked integer,
  after_begun integer,
  after_ended integer,
  after_result text,
  primary key (target, id)
) strict, without rowid;

create unique index deploys_subject on deploys (target, subject, n);
create index deploys_at on deploys (target, at);
