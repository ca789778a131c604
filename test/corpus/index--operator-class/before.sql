create table public.words (word text, data jsonb);
create index words_prefix on public.words (word text_pattern_ops);
create index words_data on public.words using gin (data jsonb_path_ops);
