create table public.users (id integer primary key, email text default 'x', name text);
create index users_email on public.users (email);
