create table public.users (id integer primary key, email text);
comment on table public.users is 'People.';
comment on column public.users.email is 'Lower case.';
