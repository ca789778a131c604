create schema app;
create table app.notes (id int, body text);
revoke create on schema app from postgres;
