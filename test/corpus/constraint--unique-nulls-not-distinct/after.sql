create table public.slots (room integer, seat integer, constraint one unique nulls not distinct (room, seat));
