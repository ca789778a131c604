create table public.notes (id integer not null no inherit);
