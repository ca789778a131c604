-- A foreign key and a view that could not be without it follow.
create table public.workspaces (id uuid primary key);
create table public.links (id uuid primary key, workspace_id uuid references public.workspaces (id) on delete cascade);
create view public.workspace_ids as select id from public.workspaces;
