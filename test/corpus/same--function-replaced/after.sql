create function public.one() returns integer language sql volatile as 'select 2';
create or replace function public.one() returns integer language sql as 'select 1';
alter function public.one() stable security definer set search_path to '';
