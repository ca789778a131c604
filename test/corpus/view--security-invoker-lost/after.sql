create table public.notes (id integer, owner uuid);
create view public.my_notes with (security_invoker = true) as select id, owner from public.notes where owner = auth.uid();
alter view public.my_notes reset (security_invoker);
