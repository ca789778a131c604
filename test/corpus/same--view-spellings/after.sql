create table public.users (id integer, name text);
create table public.posts (id integer, author integer);
create view public.v as SELECT U.id, u.name AS name FROM (public.users AS u JOIN public.posts p ON ((p.author = u.id))) WHERE (u.id != 3);
create view public.w as table public.users;
