-- The heir hangs on its parent, and goes with it.
create table public.things (id integer, name text);
create table public.books (isbn text) inherits (public.things);
