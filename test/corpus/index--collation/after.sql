create table public.words (word text);
create index words_word on public.words (word);
