create table public.events (id bigint, at date not null, primary key (id, at)) partition by range (at);
create index events_at on public.events (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create table public.events_rest partition of public.events default;
