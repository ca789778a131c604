create table public.notes (id integer primary key, body text, at date);
create operator class public.numbers for type integer using btree as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(integer, integer);
create index by_number on public.notes (id public.numbers);
