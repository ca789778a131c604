create foreign data wrapper far;
create server there foreign data wrapper far options (host 'a');
create user mapping for authenticated server there options ("user" 'a', password 'b');
