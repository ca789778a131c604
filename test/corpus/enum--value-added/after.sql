create type public.plan as enum ('free', 'pro');
alter type public.plan add value 'team';
