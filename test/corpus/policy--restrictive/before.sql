create table public.notes (id integer);
create policy second_factor on public.notes as restrictive to authenticated using (id > 0);
