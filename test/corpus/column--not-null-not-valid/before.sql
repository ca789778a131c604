create table public.notes (id integer primary key, body text, at date);
alter table public.notes alter column body set not null;
