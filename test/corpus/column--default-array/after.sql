create table public.posts (tags text[] not null default array['new'], sizes integer[] default array[2, 1]);
