create schema app;
create table app.notes (id int, body text);
