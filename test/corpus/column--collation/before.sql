create table public.words (word text, code text collate "C");
