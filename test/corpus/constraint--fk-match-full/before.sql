create table public.a (tenant integer, id integer, primary key (tenant, id));
create table public.b (tenant integer, a integer, constraint ref foreign key (tenant, a) references public.a);
