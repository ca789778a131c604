create table public.t (id serial primary key, n text);
create materialized view public.m as select count(*) as n from public.t;
create sequence public.s;
