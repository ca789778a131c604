create type public.plan as enum ('free', 'pro');
create table public.accounts (id integer, plan public.plan default 'free');
create function public.is_paid(public.plan) returns boolean language sql immutable as 'select $1::text <> ''free''';
