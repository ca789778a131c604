create function public.rows() returns setof bigint language sql as 'select 1::bigint';
create function public.pairs() returns table (a integer, c text) language sql as 'select 1, ''x''';
