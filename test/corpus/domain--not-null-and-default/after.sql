create domain public.a as text;
create domain public.b as integer default 2;
