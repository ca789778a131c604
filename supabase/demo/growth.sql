-- What an import brought: so many links that whoever searches them without an index notices.
insert into links (owner_id, workspace_id, slug, url, clicks, created_at)
select
  md5('user ' || (n - 1) % 60 + 1)::uuid,
  md5('workspace ' || (n - 1) % 12 + 1)::uuid,
  'imported-' || n,
  'https://example.com/imported/' || n,
  n * 37 % 211,
  timestamptz '2025-03-01 08:00+00' + n * interval '20 minutes'
from generate_series(1, 9000) n;

-- Whose counters say what is slower.
create extension if not exists pg_stat_statements with schema extensions;

analyze links;
