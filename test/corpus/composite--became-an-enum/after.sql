create type public.kind as enum ('a');
