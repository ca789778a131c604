-- Table and partition change differently: two causes.
create table public.events (id bigint, at date, note text) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
