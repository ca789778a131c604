create table public.items (net numeric, gross numeric default 1.2);
