create sequence public.ids;
