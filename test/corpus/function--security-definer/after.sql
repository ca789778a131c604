create function public.secret() returns text language sql security definer as 'select ''s''';
