create table public.logs (at timestamptz, tags text[], key text);
create index logs_at on public.logs using brin (at) with (pages_per_range = 32);
create index logs_tags on public.logs using gin (tags);
create index logs_key on public.logs using hash (key);
