create table public.notes (id integer, owner uuid);
create policy own on public.notes as restrictive for select to service_role using (true);
drop policy own on public.notes;
create policy own on public.notes as permissive for select to authenticated, anon using ((((owner = (auth.uid())) and (id > 0))));
alter table public.notes disable row level security;
alter table public.notes enable row level security;
