create table public.prices (net numeric(12, 2), rate numeric(5, 4), rough numeric(6, -2));
