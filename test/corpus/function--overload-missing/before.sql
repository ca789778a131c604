create function public.size(text) returns integer language sql as 'select length($1)';
create function public.size(bytea) returns integer language sql as 'select octet_length($1)';
