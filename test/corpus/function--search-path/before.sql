-- A security definer without its own search_path can be hijacked.
create function public.secret() returns text language sql security definer set search_path = '' as 'select ''s''';
create function public.other() returns text language sql set search_path = public, extensions set statement_timeout = '1s' as 'select ''s''';
