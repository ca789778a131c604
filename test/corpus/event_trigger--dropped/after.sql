create function public.told() returns event_trigger language plpgsql as $$ begin end $$;
