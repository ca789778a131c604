create table public.users (email text constraint shape check (email ~ '^[^@\s]+@[^@\s]+\.[a-z]{2,}$' and email <> 'o''hara'));
