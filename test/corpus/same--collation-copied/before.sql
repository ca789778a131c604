create collation public.plain (locale = 'C');
