create operator family public.numbers using btree;
alter operator family public.numbers using btree add operator 1 < (integer, integer), operator 2 <= (integer, integer), operator 3 = (integer, integer), operator 4 >= (integer, integer), operator 5 > (integer, integer), function 1 (integer, integer) btint4cmp(integer, integer);
