create type public.point2 as (x integer, y integer);
