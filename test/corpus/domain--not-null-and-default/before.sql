create domain public.a as text not null;
create domain public.b as integer default 1;
