create type public.e as enum ('a');
create domain public.d as text;
create type public.c as (a integer);
create function public.f(integer, text) returns integer language sql as 'select 1';
create procedure public.p() language sql as 'select 1';
create sequence public.s;
create schema app;
