create function public.secret() returns text language sql security definer as 'select ''s''';
create function public.other() returns text language sql set search_path = public set statement_timeout = '1s' as 'select ''s''';
