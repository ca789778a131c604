create type public.plan as enum ('free', 'pro', 'team');
