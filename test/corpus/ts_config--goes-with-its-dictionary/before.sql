create text search dictionary public.plain (template = simple);
create text search configuration public.words (parser = "default");
alter text search configuration public.words add mapping for word with public.plain;
