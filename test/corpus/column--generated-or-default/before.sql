create table public.items (net numeric, gross numeric generated always as (1.2) stored);
