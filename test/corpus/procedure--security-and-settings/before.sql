create procedure public.purge(inout n integer) language sql security definer set search_path = '' as 'select 1';
comment on procedure public.purge(integer) is 'Nightly.';
