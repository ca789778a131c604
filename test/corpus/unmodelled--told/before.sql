-- Their absence from the comparison must be said, and nothing that they bring along is a finding of its own.
create table public.t (id integer);
