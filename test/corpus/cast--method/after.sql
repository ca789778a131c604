create type public.mood as enum ('sad', 'ok');
create function public.mood_of(integer) returns public.mood language sql immutable as $$ select 'ok'::public.mood $$;
create cast (text as public.mood) with inout as assignment;
