create table public.t (a text default 'it''s', b text default E'tab\t', c text check (c ~ '\d+'), d text default 'back\slash');
comment on table public.t is 'it''s';
