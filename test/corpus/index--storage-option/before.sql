create table public.slots (room integer, tags text[]);
create index slots_room on public.slots (room) with (fillfactor = 50);
create index slots_tags on public.slots using gin (tags) with (fastupdate = off);
