create domain public.price as numeric(12, 2);
create domain public.label as text;
