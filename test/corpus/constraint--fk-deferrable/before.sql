create table public.a (id integer primary key);
create table public.b (x integer constraint bx references public.a deferrable initially immediate);
