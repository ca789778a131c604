create table public.tickets (id integer);
