create schema app;
create table app.notes (id int, body text);
create role pl_viewer;
