-- ON ONLY leaves the index invalid until every partition has attached its own.
create table public.events (id bigint, at date) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create index events_id on only public.events (id);
create index events_2025_id on public.events_2025 (id);
alter index public.events_id attach partition public.events_2025_id;
