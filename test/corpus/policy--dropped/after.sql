create table public.notes (id integer);
alter table public.notes enable row level security;
