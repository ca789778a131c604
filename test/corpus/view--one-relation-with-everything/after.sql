create table public.users (id integer, name text, users text, at timestamptz);
create view public.v as
  select id, upper(name) as upper, users, 'FROM users.name' as text, (select users.id + 1) as outer_id,
    case when exists (select 1 where users.id > 1) then at end as at
  from public.users where name like 'users.%' and at > '2025-01-01Z' order by users, lower(name) for update;
