create table public.t (id integer, body text);
alter table public.t alter column body set statistics 500;
alter table public.t alter column body set statistics -1;
