create table public.things (size integer constraint positive check (size > 0) no inherit);
