create text search configuration public.plain (parser = pg_catalog."default");
alter text search configuration public.plain add mapping for email with pg_catalog.simple;
alter text search configuration public.plain add mapping for word with simple;
