create type public.kind as (a text);
