-- PostgreSQL prints what it was given, then, given what it printed, prints something else.
create table public.t (state varchar(9) constraint known check (state in ('a', 'b')));
