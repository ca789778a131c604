create type public.words as range (subtype = text);
