create procedure public.purge() language sql begin atomic select 1; end;
comment on procedure public.purge() is 'Nightly.';
