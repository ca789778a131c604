create foreign data wrapper far;
create server "There" type 'x' version '2' foreign data wrapper far;
