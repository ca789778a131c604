create text search configuration public.plain (parser = "default");
alter text search configuration public.plain add mapping for word, email with simple;
