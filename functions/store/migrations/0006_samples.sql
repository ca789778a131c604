create table samples (
  target text not null,
  at integer not null,
  whole integer not null,
  sample text not null,
  primary key (target, at)
) strict;
