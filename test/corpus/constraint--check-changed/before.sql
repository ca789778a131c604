create table public.files (size bigint constraint size_ok check (size between 1 and 1000));
