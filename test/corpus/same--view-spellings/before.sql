create table public.users (id integer, name text);
create table public.posts (id integer, author integer);
create view public.v as select u.id, u.name from public.users u inner join public.posts p on p.author = u.id where u.id <> 3;
create view public.w as select id, name from public.users;
