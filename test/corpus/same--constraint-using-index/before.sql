create table public.users (id integer, email text constraint users_email_key unique);
