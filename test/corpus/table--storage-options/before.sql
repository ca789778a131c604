create table public.queue (id bigint primary key) with (fillfactor = 90);
