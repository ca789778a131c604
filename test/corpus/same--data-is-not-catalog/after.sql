create table public.t (id serial primary key, n text);
insert into public.t (n) values ('a'), ('b');
create materialized view public.m as select count(*) as n from public.t with no data;
create sequence public.s;
select setval('public.s', 42);
