create function public.purge() returns void language sql as 'select 1';
