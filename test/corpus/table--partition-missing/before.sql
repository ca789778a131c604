-- Its columns, key, index and trigger come from the partitioned table, but it is the partition that is missing.
create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.events (id bigint, at date not null, note text check (note <> ''), primary key (id, at)) partition by range (at);
create index events_note on public.events (note);
create trigger touch before insert on public.events for each row execute function public.touch();
create table public.events_2025 partition of public.events for values from ('2025-01-01') to ('2026-01-01');
create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
