create table public.notes (id integer);
create policy a on public.notes for select using (true);
create policy b on public.notes for update using (true) with check (id > 0);
create policy c on public.notes for insert with check (id > 0);
