create table public.notes (id integer, owner uuid);
create policy a on public.notes using (true);
create policy b on public.notes to anon, authenticated, service_role using (true);
