create schema app;
create type app.mood as enum ('sad', 'ok');
create domain app.email as text;
