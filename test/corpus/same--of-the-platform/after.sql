create extension if not exists pgcrypto schema extensions;
create table public.t (id uuid default gen_random_uuid());
create table auth.added_by_the_platform (id integer primary key);
create function auth.added_too() returns integer language sql as 'select 1';
