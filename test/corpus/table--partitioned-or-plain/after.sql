create table public.logs (id bigint primary key, line text) partition by hash (id);
