create procedure public.purge(inout n integer) language sql as 'select 1';
comment on procedure public.purge(integer) is 'Nightly.';
