create function public.today() returns date language sql stable as 'select current_date';
