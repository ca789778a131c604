create table public."User Data" (id integer, "Full Name" text);
create view public.a as select u.id, u."Full Name" as name from public."User Data" as u where u.id > 2;
create view public.b as select "U.1".id, "U.1"."Full Name" from public."User Data" "U.1"(id, "Full Name") where id > 1;
create view public.c as select id from only public."User Data" as id group by id having count("Full Name") > 2;
create view public.d as select id from public."User Data" tablesample system (10) repeatable (1);
