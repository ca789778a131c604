create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
