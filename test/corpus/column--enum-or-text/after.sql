create type public.role as enum ('owner', 'member');
create table public.members (id integer, role text not null default 'member');
