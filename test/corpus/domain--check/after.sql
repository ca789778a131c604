create domain public.email as text constraint shape check (value like '_%@%');
