create view public.v as select 1 as id;
create materialized view public.m as select 1 as id;
comment on view public.v is 'x';
comment on column public.v.id is 'x';
comment on materialized view public.m is 'x';
comment on column public.m.id is 'x';
