create or replace function public.add("a" int4, in b int = 1) returns int
  returns null on null input volatile as $body$select a + b$body$ language "sql" cost 100;
create function public.f() returns trigger as $f$ begin return new; end $f$ language plpgsql volatile security invoker;
alter function public.add(integer, integer) immutable;
