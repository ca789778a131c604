-- The guide's incident: a column, its key and its index made by hand before the migration that makes them.
create table public.workspaces (id uuid primary key);
create table public.links (id uuid primary key, url text not null);
