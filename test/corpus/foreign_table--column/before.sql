create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create foreign table public."Afar" (id integer, body text) server there;
