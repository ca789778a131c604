create table public.counters (id integer primary key, hits integer not null default 0);
