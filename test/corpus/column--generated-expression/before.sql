create table public.items (net numeric, vat numeric, gross numeric generated always as (net + vat) stored);
