create extension pg_trgm schema extensions;
create table public.people (id integer primary key, name text);
