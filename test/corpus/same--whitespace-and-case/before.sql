create table public.users (id integer primary key, email text not null);
create index users_email on public.users (lower(email)) where email <> '';
