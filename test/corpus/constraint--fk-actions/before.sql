create table public.a (id integer primary key);
create table public.b (x integer constraint bx references public.a on delete cascade, y integer constraint by references public.a on update cascade);
