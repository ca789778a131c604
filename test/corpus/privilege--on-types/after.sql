create schema app;
create type app.mood as enum ('sad', 'ok');
create domain app.email as text;
revoke usage on type app.mood from public;
grant usage on domain app.email to anon;
