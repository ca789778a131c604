create view public.constants as select 1 as one, 'it''s' as text, now() as at, array[2, 1] as list, null::uuid as id;
