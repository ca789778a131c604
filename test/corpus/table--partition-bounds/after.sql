create table public.events (id bigint, at date not null) partition by range (at);
create table public.events_a partition of public.events for values from ('2025-01-01') to ('2025-07-01');
