create table public.users (id integer, email text);
create unique index users_email on public.users (email);
