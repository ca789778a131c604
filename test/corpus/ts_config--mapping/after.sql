create text search configuration public.plain (copy = simple);
alter text search configuration public.plain alter mapping for asciiword, word with english_stem, simple;
