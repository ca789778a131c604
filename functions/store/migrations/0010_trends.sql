create table passes (
  target text not null primary key,
  passes text not null
) strict;

create table days (
  target text not null,
  day integer not null,
  figures text not null,
  objects text not null,
  primary key (target, day)
) strict;
