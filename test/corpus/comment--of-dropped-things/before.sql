-- A comment on a view's column, a composite's attribute or a key's index follows from what it sits on.
create view public.v as select 1 as id;
comment on column public.v.id is 'x';
create type public.c as (a integer);
comment on column public.c.a is 'x';
create table public.t (id integer constraint t_pkey primary key);
comment on index public.t_pkey is 'x';
