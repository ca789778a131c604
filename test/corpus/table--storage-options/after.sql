create table public.queue (id bigint primary key) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
