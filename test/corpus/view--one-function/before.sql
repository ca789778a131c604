create view public.days as select day::date as day, n from generate_series('2025-01-01Z'::timestamptz, '2025-02-01Z', '1 day') with ordinality as d (day, n);
create view public.fields as select a, b from jsonb_to_recordset('[]') as r (a integer, b text) where a > 1;
create view public.pairs as select column1 as a, column2 as b from (values (1, 'x'), (2, 'y')) v;
