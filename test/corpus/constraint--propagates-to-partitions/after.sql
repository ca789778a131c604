create table public.events (id bigint, at date) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01') partition by list (id);
create table public.events_2025_1 partition of public.events_2025 for values in (1);
alter table public.events add constraint positive check (id > 0);
alter table public.events add constraint once unique (id, at);
