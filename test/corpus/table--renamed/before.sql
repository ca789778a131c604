-- Index, sequence and foreign keys keep their names, but print the table's.
create table public.users (id serial primary key, email text);
create index users_email on public.users (email);
create table public.posts (author integer references public.users);
create view public.emails as select email from public.users;
