create type public.status as enum ('draft', 'live');
create table public.pages (id integer, status public.status not null default 'draft');
