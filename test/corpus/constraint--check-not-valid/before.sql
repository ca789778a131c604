create table public.things (size integer);
alter table public.things add constraint positive check (size > 0);
