create table public.words (word text collate "C", code text collate "POSIX");
