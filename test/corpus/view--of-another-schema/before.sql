create schema app;
create table public.users (id integer, name text);
create table app.users (id integer, name text);
create view app.names as select name from app.users;
