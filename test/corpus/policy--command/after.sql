create table public.notes (id integer);
create policy a on public.notes for all using (true);
create policy b on public.notes for update using (true);
create policy c on public.notes for insert with check (true);
