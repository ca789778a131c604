create role pl_owner;
create schema app;
create type app.mood as enum ('sad', 'ok');
create domain app.email as text;
create type app.pair as (a int, b int);
alter type app.mood owner to pl_owner;
alter domain app.email owner to pl_owner;
alter type app.pair owner to pl_owner;
