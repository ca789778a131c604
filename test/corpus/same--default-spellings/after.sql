create type public.plan as enum ('free', 'pro');
create table public.t (a text default 'x'::text, b varchar(9) default 'x'::character varying, c public.plan default 'free'::public.plan,
  d text[] default '{}'::text[], e bool default 't', f timestamptz default now(), g integer default '1'::integer, h jsonb default cast('{}' as jsonb));
