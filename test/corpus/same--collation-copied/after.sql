create collation public.plain from pg_catalog."C";
