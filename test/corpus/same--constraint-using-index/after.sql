create table public.users (id integer, email text);
create unique index users_email_idx on public.users (email);
alter table public.users add constraint users_email_key unique using index users_email_idx;
