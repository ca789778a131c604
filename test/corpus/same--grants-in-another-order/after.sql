create table public.notes (id integer);
grant all on public.notes to authenticated;
grant insert on public.notes to anon;
grant select on public.notes to anon;
