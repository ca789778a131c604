create foreign data wrapper "Far";
