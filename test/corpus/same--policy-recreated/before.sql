create table public.notes (id integer, owner uuid);
alter table public.notes enable row level security;
create policy own on public.notes for select to anon, authenticated using (owner = auth.uid() and id > 0);
