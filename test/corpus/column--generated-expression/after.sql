create table public.items (net numeric, vat numeric, gross numeric generated always as (net * (1 + vat)) stored);
