create collation public."German" (provider = icu, locale = 'en');
