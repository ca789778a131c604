create table public.secrets (id integer primary key, owner uuid);
create policy own on public.secrets using (owner = auth.uid());
