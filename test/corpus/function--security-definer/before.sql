create function public.secret() returns text language sql security invoker as 'select ''s''';
