create function public.near(integer, integer) returns boolean language sql immutable as 'select abs($1 - $2) < 2';
create operator public.~~~ (leftarg = integer, rightarg = integer, function = public.near);
