create table public.links (slug text);
create index links_slug on public.links (slug);
