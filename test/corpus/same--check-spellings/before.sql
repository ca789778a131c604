create table public.t (a text, b integer,
  constraint one check (a in ('x', 'y')), constraint two check (b between 1 and 9), constraint three check (b != 5));
