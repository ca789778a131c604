create type public.point2 as (y integer, x integer);
