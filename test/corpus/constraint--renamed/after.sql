create table public.users (email text constraint users_email_key unique);
