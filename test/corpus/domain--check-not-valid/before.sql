create domain public.score as integer;
alter domain public.score add constraint positive check (value > 0);
