-- Functions, types and operators that an extension brings are the extension's.
create extension hstore schema public;
create table public.t (id integer);
