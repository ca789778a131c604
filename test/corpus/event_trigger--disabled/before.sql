create function public.told() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger "Told" on sql_drop execute function public.told();
