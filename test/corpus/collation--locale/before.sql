create collation public."German" (provider = icu, locale = 'de');
