create schema app;
create table app.a (id int);
create table app.b (id int);
create view app.v as select id from app.a;
create materialized view app.m as select id from app.b;
grant select on all tables in schema app to anon;
