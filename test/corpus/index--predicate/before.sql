create table public.jobs (id integer, state text, gone_at timestamptz);
create index jobs_open on public.jobs (id) where state = 'open' and gone_at is null;
