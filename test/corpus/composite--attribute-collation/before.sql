create type public.label as (name text collate "C", "Name (2)" text);
