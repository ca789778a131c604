create table public.hits (page text);
