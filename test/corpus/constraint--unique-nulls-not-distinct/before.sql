create table public.slots (room integer, seat integer, constraint one unique (room, seat));
