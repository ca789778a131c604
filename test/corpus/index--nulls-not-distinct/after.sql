create table public.slots (room integer);
create unique index slots_room on public.slots (room);
