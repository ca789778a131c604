create role pl_owner;
create schema app;
create table app.a (id int);
create table app.b (id int);
create view app.v as select id from app.a;
create materialized view app.m as select id from app.b;
create sequence app.s;
