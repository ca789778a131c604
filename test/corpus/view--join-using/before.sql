create table public.a (id integer, k text, x integer);
create table public.b (id integer, k text, y integer);
create view public.ab as select id, k, x, y from public.a full join public.b using (id, k) cross join (values (1), (2)) as v (n);
