-- Rows as after a year of use. Accounts are made where Supabase Auth makes them; the trigger makes their profiles.
insert into auth.users (id, email, raw_user_meta_data)
select
  md5('user ' || n)::uuid,
  'user' || n || '@example.com',
  jsonb_build_object('display_name', 'User ' || n)
from generate_series(1, 60) n;

insert into workspaces (id, owner_id, name, slug)
select md5('workspace ' || n)::uuid, md5('user ' || n)::uuid, 'Workspace ' || n, 'workspace-' || n
from generate_series(1, 12) n;

insert into workspace_members (workspace_id, user_id, role)
select
  md5('workspace ' || (n - 1) % 12 + 1)::uuid,
  md5('user ' || n)::uuid,
  case when n <= 12 then 'owner' when n <= 36 then 'editor' else 'viewer' end::workspace_role
from generate_series(1, 60) n;

insert into links (owner_id, workspace_id, slug, url, clicks, created_at)
select
  md5('user ' || (n - 1) % 60 + 1)::uuid,
  md5('workspace ' || (n - 1) % 12 + 1)::uuid,
  'link-' || n,
  'https://example.com/page/' || n,
  n * 37 % 211,
  timestamptz '2025-03-01 08:00+00' + n * interval '11 hours'
from generate_series(1, 400) n;

insert into files (owner_id, path, mime_type, bytes, created_at)
select
  md5('user ' || (n - 1) % 60 + 1)::uuid,
  'uploads/' || n || '.png',
  'image/png',
  n * 7919 % 900000 + 1200,
  timestamptz '2025-04-01 08:00+00' + n * interval '17 hours'
from generate_series(1, 200) n;

-- What autovacuum would have counted by now.
analyze;
