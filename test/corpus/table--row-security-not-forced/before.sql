create table public.secrets (id integer primary key);
alter table public.secrets enable row level security;
alter table public.secrets force row level security;
