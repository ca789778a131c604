create view public.accounts as select 1 as id, 'nobody'::text as name;
