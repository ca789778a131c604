create materialized view public.one with (fillfactor = 80) as select 1 as n;
