create table public.notes (id integer, open boolean);
create view public.open_notes as select id from public.notes where open;
