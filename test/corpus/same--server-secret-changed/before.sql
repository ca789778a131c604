create foreign data wrapper far;
create server there foreign data wrapper far options (password 'hush', host 'a');
