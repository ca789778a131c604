create table public.links (id integer primary key);
