create type public.plan as enum ('free', 'team');
alter type public.plan add value 'pro' after 'team';
