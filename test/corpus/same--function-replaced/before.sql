create function public.one() returns integer language sql stable security definer set search_path = '' as 'select 1';
