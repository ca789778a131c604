create domain public.email as text constraint shape check (value <> '');
comment on constraint shape on domain public.email is 'Not empty.';
