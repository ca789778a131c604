create table public.notes (id integer, open boolean);
create view public.open_notes as select id, open from public.notes where open with cascaded check option;
