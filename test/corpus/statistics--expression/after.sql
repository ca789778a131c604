create table public.notes (id integer primary key, body text, at date);
create statistics public."Lower" on upper(body), at from public.notes;
