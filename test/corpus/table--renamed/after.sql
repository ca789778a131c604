create table public.users (id serial primary key, email text);
create index users_email on public.users (email);
create table public.posts (author integer references public.users);
create view public.emails as select email from public.users;
alter table public.users rename to members;
