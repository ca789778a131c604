-- PostgreSQL rewrites view, index, policy, constraint and trigger; the view keeps its column's name by an alias.
create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.docs (id integer primary key, owner uuid not null, constraint owned check (owner is not null));
create index docs_owner on public.docs (owner);
create view public.owners as select owner from public.docs;
alter table public.docs enable row level security;
create policy own on public.docs using (owner = auth.uid());
create trigger touch before update of owner on public.docs for each row execute function public.touch();
