create table public.t (id integer);
comment on column public.t.id is 'Key.';
