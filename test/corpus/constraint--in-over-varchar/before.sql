create table public.t (state varchar(9), constraint known check (state in ('a', 'b')), constraint other check (state in ('a')));
