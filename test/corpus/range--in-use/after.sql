create table public.jobs (id integer);
