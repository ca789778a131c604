create foreign data wrapper far;
create server "There" type 'x' version '1' foreign data wrapper far;
