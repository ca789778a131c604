create text search configuration public.plain (copy = simple);
