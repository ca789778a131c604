create table public.tags (names text[] not null default '{}', scores integer);
