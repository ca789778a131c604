create operator family public."Numbers" using btree;
alter operator family public."Numbers" using btree add function 1 (integer, integer) btint4cmp(integer, integer), function 1 (integer, bigint) btint48cmp(integer, bigint);
