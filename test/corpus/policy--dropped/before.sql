create table public.notes (id integer);
alter table public.notes enable row level security;
create policy readable on public.notes for select using (true);
comment on policy readable on public.notes is 'All may read.';
