-- The incident to fear most: policies are all in place, and none is asked.
create table public.secrets (id integer primary key, owner uuid);
alter table public.secrets enable row level security;
create policy own on public.secrets using (owner = auth.uid());
