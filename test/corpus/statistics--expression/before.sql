create table public.notes (id integer primary key, body text, at date);
create statistics public."Lower" on lower(body), at from public.notes;
