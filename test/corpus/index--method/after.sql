create table public.logs (at timestamptz, tags text[], key text);
create index logs_at on public.logs using brin (at);
create index logs_tags on public.logs (tags);
create index logs_key on public.logs (key);
