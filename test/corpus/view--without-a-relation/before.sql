create view public.constants as select 1 as one, 'it''s' as text, now() as at, array[1, 2] as list, null::uuid as id;
