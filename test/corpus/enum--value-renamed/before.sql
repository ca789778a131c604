-- Defaults, checks and index predicates print the new label.
create type public.plan as enum ('free', 'pro');
create table public.accounts (plan public.plan default 'free', constraint paid check (plan <> 'free'));
create index accounts_free on public.accounts (plan) where plan = 'free';
