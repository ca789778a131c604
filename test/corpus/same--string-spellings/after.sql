create table public.t (a text default $$it's$$, b text default U&'tab\0009', c text check (c ~ E'\\d+'), d text default E'back\\slash');
comment on table public.t is E'it\'s';
