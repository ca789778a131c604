create table public."User Data" ("Full Name" text, "a.b" integer);
create view public."V (1)" as select "Full Name" as "N.""A""" from public."User Data" where "a.b" = 2;
