-- What the generated statements are run on: a project as Drizzle makes it on Supabase, with a few rows.
create schema billing;
create type public.status as enum ('draft', 'active', 'archived');
create type public.role as enum ('owner', 'member');
create type billing.plan as enum ('free', 'pro');
create domain public.slug as text check (value ~ '^[a-z-]+$');
create sequence public.invoice_number;
create table public.users (
  id uuid primary key default gen_random_uuid(),
  email varchar(255) not null unique,
  name text,
  age integer,
  status public.status default 'active' not null,
  settings jsonb default '{}'::jsonb not null,
  created_at timestamptz default now() not null,
  constraint users_age_check check (age > 0)
);
create table public.workspaces (
  id serial primary key,
  slug text not null unique,
  owner_id uuid not null references public.users (id) on delete cascade,
  tags text[] default '{}'::text[] not null,
  limits numeric(10, 2),
  archived boolean default false not null
);
create table public.members (
  workspace_id integer not null references public.workspaces (id),
  user_id uuid not null references public.users (id),
  role public.role default 'member' not null,
  joined_on date default current_date,
  primary key (workspace_id, user_id)
);
create table public.links (
  id bigint primary key generated always as identity,
  workspace_id integer references public.workspaces (id),
  url text not null,
  clicks bigint default 0 not null,
  meta json,
  code text default 'x',
  rank smallint,
  search text generated always as (lower(url)) stored,
  constraint links_code_key unique (code)
);
create table billing.invoices (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.users (id),
  number bigint default nextval('public.invoice_number') not null,
  plan billing.plan default 'free' not null,
  total numeric(12, 2) not null,
  due_on date
);
create table public.audit (at timestamptz default now(), what text);
create index links_workspace_id_index on public.links (workspace_id);
create unique index users_name_index on public.users (lower(name));
create unique index workspaces_owner_id_slug_index on public.workspaces (owner_id, slug);
create index invoices_due_index on billing.invoices (due_on) where plan = 'pro';
create view public.active_users as select id, email, created_at from public.users where status = 'active';
create view public.link_counts as select w.id, w.slug, count(l.id) as links from public.workspaces w left join public.links l on l.workspace_id = w.id group by w.id, w.slug;
create materialized view public.totals as select user_id, sum(total) as total from billing.invoices group by user_id;
create function public.touch() returns trigger language plpgsql as $$ begin new.created_at = now(); return new; end $$;
create function public.is_member(workspace integer) returns boolean language sql stable as $$ select exists (select 1 from public.members where workspace_id = workspace) $$;
create function public.full_label(a text, b text default 'x') returns text language sql immutable as $$ select a || b $$;
create trigger users_touch before update on public.users for each row execute function public.touch();
alter table public.links enable row level security;
alter table public.users enable row level security;
create policy "members read links" on public.links for select to authenticated using (public.is_member(workspace_id));
create policy "users read themselves" on public.users for select to authenticated using (id = auth.uid());
create policy "owners write" on public.workspaces for all to authenticated using (owner_id = (select auth.uid())) with check (archived = false);
insert into public.users (id, email, name, age) values ('00000000-0000-4000-8000-000000000001', 'a@example.com', 'Ann', 30), ('00000000-0000-4000-8000-000000000002', 'b@example.com', null, null);
insert into public.workspaces (slug, owner_id) values ('one', '00000000-0000-4000-8000-000000000001');
insert into public.links (workspace_id, url, code) values (1, 'https://example.com', 'a'), (null, 'https://example.org', 'b');
