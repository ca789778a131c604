create table public.posts (tags text[] not null default '{}', sizes integer[] default array[1, 2]);
