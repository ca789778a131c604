create table public.users (id integer, name text);
create table public.posts (id integer, author integer, title text);
create view public.bylines as
  select p.id, u.name, p.title from public.posts p join public.users u on u.id = p.author;
