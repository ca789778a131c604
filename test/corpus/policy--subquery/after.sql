create table public.members (workspace uuid, person uuid, role text);
create table public.links (id uuid, workspace uuid);
create policy member on public.links for select to authenticated
  using (exists (select 1 from public.members m where m.person = auth.uid()));
create policy writer on public.links for insert to authenticated
  with check (workspace in (select workspace from public.members where person = auth.uid()));
