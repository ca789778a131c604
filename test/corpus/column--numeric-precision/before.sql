create table public.prices (net numeric(10, 2), rate numeric, rough numeric(6, 0));
