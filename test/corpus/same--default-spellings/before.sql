create type public.plan as enum ('free', 'pro');
create table public.t (a text default 'x', b varchar(9) default 'x', c public.plan default 'free', d text[] default '{}',
  e boolean default true, f timestamptz default now(), g integer default 1, h jsonb default '{}');
