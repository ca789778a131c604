create domain public.email as text constraint form check (value <> '') constraint short check (length(value) < 99);
