create schema app;
create table app.notes (id int, body text);
create role pl_grantor;
grant usage on schema app to pl_grantor;
grant select on app.notes to pl_grantor with grant option;
grant select on app.notes to anon;
set role pl_grantor;
grant select on app.notes to anon;
reset role;
