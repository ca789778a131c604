create table public.users (email text, data jsonb);
create unique index users_email on public.users (lower(email), (data ->> 'tenant'));
