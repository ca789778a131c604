create foreign data wrapper far options (debug 'true');
