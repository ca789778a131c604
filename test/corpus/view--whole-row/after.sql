create type public.address as (city text, zip text);
create table public.users (id integer, home public.address, data jsonb);
create view public.v as
  select to_jsonb(users.*) as doc, users as self, (home).zip as city, (users.home).zip as zip, count(users) over () as n
  from public.users where users is not null;
