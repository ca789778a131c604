create function public.one() returns integer language plpgsql as 'begin return 1; end';
