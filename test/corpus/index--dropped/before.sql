create table public.links (id uuid primary key, slug text);
create index links_slug on public.links (slug);
