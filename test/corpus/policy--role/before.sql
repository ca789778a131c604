create table public.notes (id integer, owner uuid);
create policy a on public.notes to authenticated using (true);
create policy b on public.notes to authenticated, service_role using (true);
