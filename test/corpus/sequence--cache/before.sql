create sequence public.ids cache 50;
