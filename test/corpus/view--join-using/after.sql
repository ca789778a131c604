create table public.a (id integer, k text, x integer);
create table public.b (id integer, k text, y integer);
create view public.ab as select id, a.k, x, y from public.a full join public.b using (id) cross join (values (1), (2)) as v (n);
