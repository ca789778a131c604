create table public.notes (id integer primary key, body text, at date);
create statistics public.pair on body, at from public.notes;
