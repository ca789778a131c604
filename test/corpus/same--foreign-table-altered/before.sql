create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create foreign table public.afar (id integer, body text options (a '1')) server there options (name 'a', other 'b');
