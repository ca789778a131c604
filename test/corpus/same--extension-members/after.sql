create table public.t (id integer);
create extension if not exists hstore with schema public cascade;
