create view public.v as select 1 as id;
create materialized view public.m as select 1 as id;
