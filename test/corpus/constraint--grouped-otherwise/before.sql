create table public.t (n integer, m integer, b boolean,
  constraint ands check (n between 1 and 9 and (m > 0 or b)),
  constraint ors check ((n > 1 or m > 2) and b));
