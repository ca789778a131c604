-- Without it the view reads with its owner's rights: row security is bypassed.
create table public.notes (id integer, owner uuid);
create view public.my_notes with (security_invoker = true) as select id, owner from public.notes where owner = auth.uid();
