create foreign data wrapper far;
