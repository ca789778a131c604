create table public.users (id integer, tags text[]);
create table public.posts (author integer, at timestamptz);
create view public.latest as
  select u.id, p.at, t.tag, t.n
  from public.users u
  cross join lateral (select at from public.posts where author = u.id order by at limit 1) p
  left join lateral unnest(u.tags) with ordinality as t (tag, n) on true;
