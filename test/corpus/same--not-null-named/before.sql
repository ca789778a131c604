-- PostgreSQL 18 keeps NOT NULL as a constraint with a name; older versions drop the name.
create table public.t (id integer not null, n text not null);
