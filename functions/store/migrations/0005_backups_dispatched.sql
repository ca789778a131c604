alter table backup_requests add column dispatched_at integer;

alter table backup_requests add column dispatched_run integer;
