create sequence public.ids as integer;
