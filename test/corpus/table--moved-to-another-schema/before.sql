create schema archive;
create table public.events (id integer primary key);
create index events_even on public.events ((id % 2));
