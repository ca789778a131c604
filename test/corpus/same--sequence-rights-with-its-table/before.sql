create schema app;
create table app.notes (id serial primary key);
create sequence app.numbers;
grant all on sequence app.notes_id_seq to anon;
