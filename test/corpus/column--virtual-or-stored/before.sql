create table public.notes (a integer, b integer generated always as (a + 1) stored);
