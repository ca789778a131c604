create sequence public.a minvalue 10 maxvalue 100 start 20;
create sequence public.b increment by -1;
create sequence public.c cycle;
create sequence public.d;
