create table public.notes (id integer primary key, body text, at date);
create publication feed with (publish = 'delete, truncate, update, insert', publish_via_partition_root = false);
alter publication feed add table notes (body, id);
