create table public.t (id integer);
comment on table public.t is 'x';
comment on column public.t.id is 'old';
comment on table public.t is null;
comment on column public.t.id is 'Key.';
