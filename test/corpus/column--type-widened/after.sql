create table public.counters (id bigint primary key, hits bigint not null default 0);
