create aggregate public."Rows"(*) (sfunc = int8inc, stype = bigint, initcond = '0');
