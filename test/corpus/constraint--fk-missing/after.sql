create table public.workspaces (id uuid primary key);
create table public.links (id uuid primary key, workspace_id uuid not null);
