create table public.jobs (id integer, at timestamptz not null default now(), done boolean default false);
