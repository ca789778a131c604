create table public.a (id integer primary key);
create table public.b (x integer constraint bx references public.a, constraint positive check (x > 0));
