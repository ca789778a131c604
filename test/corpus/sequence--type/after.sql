create sequence public.ids as bigint maxvalue 2147483647;
