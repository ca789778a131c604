create function public.add_all(integer, integer) returns integer language sql immutable as 'select $1 + $2';
