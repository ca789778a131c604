create schema app;
create table app.notes (id serial primary key);
create sequence app.numbers;
