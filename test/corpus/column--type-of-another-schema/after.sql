create schema app;
create domain public.email as text;
create domain app.email as text;
create table public.users (a app.email, b app.email[]);
