create table public.t (id integer, name text, data jsonb, at timestamptz, tags text[]);
create view public.v as
  select distinct on (name) id, coalesce(name, '-') as name, case when id > 1 then 'many' else 'one' end as size,
    data -> 'a' ->> 'b' as b, at at time zone 'utc' as utc, tags[1:2] as some, extract(year from at) as year,
    name like 'a%' as a, row (id, name) = (1, 'a') as pair, array(select unnest(tags) order by 1) as sorted, id::text || '!' as loud
  from public.t where id between 1 and 9 and name not in ('x', 'y') and at is distinct from null order by name, at desc;
