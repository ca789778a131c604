create extension pg_trgm schema extensions;
create table public.words (word text);
create index words_word on public.words using gist (word extensions.gist_trgm_ops);
