create domain public.price as numeric(10, 2);
create domain public.label as text collate "C";
