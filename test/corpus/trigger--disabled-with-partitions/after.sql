create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.events (id bigint, at date) partition by range (at);
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create trigger touch after insert on public.events for each row execute function public.touch();
alter table public.events disable trigger touch;
