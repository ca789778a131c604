create table public.notes (id integer primary key, body text, at date);
alter table public.notes alter column body set statistics 500, alter column body set (n_distinct = 10);
alter table public.notes alter column body set statistics -1, alter column body reset (n_distinct);
