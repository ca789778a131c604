create collation public.und (provider = icu, locale = 'und', deterministic = false);
