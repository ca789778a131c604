create function public.shout(text) returns text language sql immutable as 'select upper($1)';
create view public.loud as select public.shout('a') as a;
create table public.t (name text, check (public.shout(name) <> ''));
create index t_loud on public.t (public.shout(name));
drop function public.shout(text) cascade;
