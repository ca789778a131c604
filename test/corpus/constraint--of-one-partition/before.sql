create table public.events (id bigint, at date, constraint positive check (id > 0)) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
