-- A foreign key can lean on either, but ON CONFLICT ON CONSTRAINT and pg_dump tell them apart.
create table public.users (id integer, email text, constraint users_email unique (email));
