create function public.find(id bigint) returns text language sql as 'select ''x''';
