create table public.hot (id integer constraint hot_pkey primary key with (fillfactor = 70));
