create table public.people (code char(2), name varchar(100), alias varchar, flags bit(4));
