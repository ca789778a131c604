/** Files that a rule must speak of, and files so like them that it might, and must not. */
export interface Cases {
  found: readonly string[]
  not: readonly string[]
}

/** What stands before the migration at hand. */
export const BASE = `
create type status as enum ('draft', 'live');
create domain email as text;
create table workspaces (id uuid primary key, name text not null, token uuid);
create table links (
  id bigint generated always as identity primary key,
  url text not null,
  title varchar(50),
  body varchar,
  workspace_id uuid references workspaces (id),
  created_at timestamptz not null default now(),
  amount numeric(10, 2),
  state status default 'draft',
  data jsonb,
  small int,
  paid boolean,
  code text default 'x'
);
create index links_url on links (url);
create unique index links_code_idx on links (code);
create index links_workspace on links (workspace_id, created_at);
alter table links add constraint links_small check (small is not null);
alter table workspaces enable row level security;
create policy own on workspaces for select to authenticated using (true);
create table events (at timestamptz not null, id int) partition by range (at);
create table old_events (at timestamptz not null, id int);
create table checked_events (at timestamptz not null, id int, constraint bounds check (at < '2020-01-01'));
create materialized view stats as select count(*) as n from links;
create view seen with (security_invoker = true) as select id from links;
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touched before update on links for each row execute function touch();
`
