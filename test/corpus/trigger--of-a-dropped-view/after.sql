create function public.write() returns trigger language plpgsql as $$ begin return new; end $$;
