create view public.one as select 1 as n;
