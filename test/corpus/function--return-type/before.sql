create function public.rows() returns setof integer language sql as 'select 1';
create function public.pairs() returns table (a integer, b text) language sql as 'select 1, ''x''';
