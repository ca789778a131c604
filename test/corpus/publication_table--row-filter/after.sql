create table public.notes (id integer primary key, body text, at date);
create publication feed for table public.notes;
