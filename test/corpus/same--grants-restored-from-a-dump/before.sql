create schema app;
create table app.notes (id serial primary key);
create sequence app.numbers;
grant all on app.notes to service_role;
grant select on app.notes to anon, authenticated;
grant usage on schema app to anon;
