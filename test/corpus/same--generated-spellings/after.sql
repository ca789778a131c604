create table public.t (a integer);
alter table public.t add column b int generated always as ((a * 2)) stored not null;
alter table public.t alter column b drop not null;
