create function public.find(id integer) returns text language sql as 'select ''x''';
