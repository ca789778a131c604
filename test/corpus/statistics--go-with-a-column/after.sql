create table public.notes (id integer primary key, body text, at date);
alter table public.notes drop column at;
