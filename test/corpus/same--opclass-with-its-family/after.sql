create operator family public.numbers using btree;
create operator class public.numbers for type int4 using btree family public.numbers as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(integer, integer);
