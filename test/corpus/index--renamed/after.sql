create table public.links (slug text);
create index links_slug_idx on public.links (slug);
