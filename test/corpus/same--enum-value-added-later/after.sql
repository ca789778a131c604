create type public.plan as enum ('gratis', 'team');
alter type public.plan add value 'pro' before 'team';
alter type public.plan rename value 'gratis' to 'free';
