create table public.items (name text, slug text generated always as (lower(name)) stored);
