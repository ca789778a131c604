create schema app;
create table app.notes (id int, body text);
create role pl_team;
grant select on app.notes to pl_team;
grant pl_team to authenticated;
