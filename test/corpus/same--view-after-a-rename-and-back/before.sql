create table public.users (id integer, name text);
create view public.v as select users.id, users.name from public.users;
