create domain public.email as text constraint shape check (value <> '') constraint short check (length(value) < 99);
