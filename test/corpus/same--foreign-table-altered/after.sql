create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create foreign table public.afar (id integer) server there options (other 'b');
alter foreign table public.afar options (add name 'a'), add column body text;
alter foreign table public.afar alter column body options (a '1');
