create table public.slots (room integer, seat integer, note text, constraint one unique (room) include (seat, note));
