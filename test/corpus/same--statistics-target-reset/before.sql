create table public.t (id integer, body text);
