create text search dictionary public.plain (template = pg_catalog.simple, accept = true);
alter text search dictionary public.plain (accept = false);
