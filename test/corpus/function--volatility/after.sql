create function public.today() returns date language sql immutable as 'select current_date';
