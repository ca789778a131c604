create table public.blobs (id integer, body text);
alter table public.blobs alter column body set storage external;
