create type public."Span" as range (subtype = real);
create table public.jobs (id integer, at public."Span");
