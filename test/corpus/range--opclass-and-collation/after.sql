create type public.words as range (subtype = text, subtype_opclass = text_pattern_ops, collation = "C");
