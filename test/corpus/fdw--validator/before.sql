create foreign data wrapper "Far" validator postgresql_fdw_validator;
