create table public.users (id integer, name text);
create table public.posts (author integer, title text);
create view public.active as
  select name, (select count(*) from public.posts where author = users.id) as posts
  from public.users where exists (select from public.posts where author = users.id and title <> '');
