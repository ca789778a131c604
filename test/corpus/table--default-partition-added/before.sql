create table public.tenants (id integer, slug text) partition by hash (id);
create table public.tenants_0 partition of public.tenants for values with (modulus 2, remainder 0);
create table public.jobs (id integer, kind text) partition by list (kind);
