create unlogged sequence public.ids;
