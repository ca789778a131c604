create table public.jobs (id integer, at timestamptz not null, done boolean default null);
