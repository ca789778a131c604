create table public.links (id uuid primary key, slug text);
