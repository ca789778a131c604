create procedure public.purge() language sql as 'select 1';
