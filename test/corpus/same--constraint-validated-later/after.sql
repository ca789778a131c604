create table public.a (id integer primary key);
create table public.b (x integer);
alter table public.b add constraint positive check (x > 0) not valid;
alter table public.b add constraint bx foreign key (x) references public.a not valid;
alter table public.b validate constraint positive;
alter table public.b validate constraint bx;
