create function public.add(a integer, b integer default 1) returns integer language sql immutable strict as 'select a + b';
create function public.f() returns trigger language plpgsql as $$ begin return new; end $$;
