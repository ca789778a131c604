create table public.notes (id integer primary key, body text, at date);
alter table public.notes add constraint body_is not null body not valid;
