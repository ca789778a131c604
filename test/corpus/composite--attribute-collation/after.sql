create type public.label as (name text, "Name (2)" text);
