create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create foreign table public.afar (id integer) server there options (name 'a');
