create sequence public.s as integer increment by 2 minvalue 1 maxvalue 100 cycle;
