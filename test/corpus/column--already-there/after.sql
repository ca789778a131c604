create table public.workspaces (id uuid primary key);
create table public.links (id uuid primary key, url text not null);
alter table public.links add column workspace_id uuid references public.workspaces (id);
create index links_workspace_id on public.links (workspace_id);
