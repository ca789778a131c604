create function public.told() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger told on ddl_command_end when tag in ('CREATE TABLE', 'ALTER TABLE') execute function public.told();
