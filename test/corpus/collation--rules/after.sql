create collation public.und (provider = icu, locale = 'und', rules = '& a < g');
