-- Realtime sends the old row of an update only where the identity is full.
create table public.messages (id bigint primary key, body text);
alter table public.messages replica identity full;
