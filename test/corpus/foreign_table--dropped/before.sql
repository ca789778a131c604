create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create foreign table public.afar (id integer not null, body text) server there;
