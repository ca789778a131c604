create table public.links (slug text);
create unique index links_slug on public.links (slug);
