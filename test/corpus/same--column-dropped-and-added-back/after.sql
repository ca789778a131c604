create table public.users (id integer primary key, email text default 'x', name text);
alter table public.users drop column email;
alter table public.users add column email text default 'x';
create index users_email on public.users (email);
