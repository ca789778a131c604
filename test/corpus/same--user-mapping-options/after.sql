create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create user mapping for anon server there options ("user" 'c');
