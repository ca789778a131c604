create table public.t (a text, b integer);
alter table public.t add constraint one check (a = any (array['x', 'y']));
alter table public.t add constraint two check (b >= 1 and b <= 9);
alter table public.t add constraint three check ((b <> 5));
