create table public.t (id integer, n integer not null default 1, s text);
