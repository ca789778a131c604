create table public.secrets (id integer primary key);
alter table public.secrets enable row level security;
