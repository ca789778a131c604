-- A body in quotes would not follow, and would break when called.
create table public.users (id integer, name text);
create function public.first() returns text language sql return (select name from public.users order by id limit 1);
create function public.first_as_text() returns text language sql as 'select name from public.users order by id limit 1';
