create table public.events (id bigint not null, at date not null, primary key (id, at)) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
alter table public.events detach partition public.events_2025;
