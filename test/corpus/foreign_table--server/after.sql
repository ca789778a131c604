create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create server here foreign data wrapper far;
create foreign table public.afar (id integer) server here;
