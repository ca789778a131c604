create schema archive;
create table public.events (id integer primary key, payload jsonb);
create table archive.events (id integer primary key, payload jsonb);
