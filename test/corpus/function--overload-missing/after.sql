create function public.size(text) returns integer language sql as 'select length($1)';
