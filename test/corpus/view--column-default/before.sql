create table public.notes (id integer, state text);
create view public.new_notes as select id, state from public.notes;
alter view public.new_notes alter column state set default 'new';
