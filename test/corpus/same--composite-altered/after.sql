create type public.c as (a integer, x text, b varchar(3));
alter type public.c drop attribute x, alter attribute b type text;
