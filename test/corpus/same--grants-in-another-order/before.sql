create table public.notes (id integer);
grant select, insert on public.notes to anon;
grant all on public.notes to authenticated;
