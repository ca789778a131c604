create table public.events_2025 (note text, at date not null, id bigint not null, constraint noted check (note <> ''));
alter table public.events_2025 add constraint events_2025_pkey primary key (id, at);
create index events_2025_note_idx on public.events_2025 (note);
create table public.events (id bigint not null, at date not null, note text constraint noted check (note <> ''), primary key (id, at)) partition by range (at);
create index events_note on public.events (note);
alter table public.events attach partition public.events_2025 for values from ('2025-01-01') to ('2026-01-01');
