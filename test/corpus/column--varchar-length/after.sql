create table public.people (code char(3), name varchar(255), alias text, flags bit varying(4));
