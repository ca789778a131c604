create sequence public.a minvalue 10 maxvalue 99 start 20;
create sequence public.b increment by 1;
create sequence public.c no cycle;
create sequence public.d start 2;
