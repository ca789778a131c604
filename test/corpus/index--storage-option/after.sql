create table public.slots (room integer, tags text[]);
create index slots_room on public.slots (room);
create index slots_tags on public.slots using gin (tags);
