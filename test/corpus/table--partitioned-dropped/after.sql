create table public.other (id bigint);
