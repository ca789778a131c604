create table public.t (id integer);
create temporary table scratch (id serial primary key);
create temporary view scratch_view as select id from scratch;
