create schema app;
create domain public.email as text;
create domain app.email as text;
create table public.users (a public.email, b public.email[]);
