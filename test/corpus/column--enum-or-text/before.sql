create type public.role as enum ('owner', 'member');
create table public.members (id integer, role public.role not null default 'member');
