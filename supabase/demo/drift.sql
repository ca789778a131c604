-- How the database left its migrations. In June, soon after 0006_links_in_workspaces, somebody needed workspaces on files,
-- too, and put the column in by hand. 0009_subscriptions is to add that same column.
alter table files add column workspace_id uuid;

update files
set workspace_id = m.workspace_id
from workspace_members m
where m.user_id = files.owner_id;

-- It was a migration on a branch once. So that Drizzle would leave it alone, its row was written to the journal by hand; the
-- branch was never merged, and no file explains the row.
insert into drizzle.__drizzle_migrations (hash, created_at)
values (
  encode(sha256(convert_to('ALTER TABLE "files" ADD COLUMN "workspace_id" uuid;', 'UTF8')), 'hex'),
  extract(epoch from timestamptz '2025-06-05 16:44:10.211+00') * 1000
);

-- An index of 0006 that was dropped before an import, to be made again afterwards. It was not.
drop index links_workspace_id_created_at_index;
