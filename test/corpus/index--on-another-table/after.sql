create table public.a (slug text);
create table public.b (slug text);
create index by_slug on public.b (slug);
