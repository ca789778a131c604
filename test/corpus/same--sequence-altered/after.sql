create sequence public.s;
alter sequence public.s as integer;
alter sequence public.s increment by 2 minvalue 1 maxvalue 100 cycle restart with 51;
