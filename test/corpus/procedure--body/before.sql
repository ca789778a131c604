create procedure public.purge(days integer) language plpgsql as $$ begin perform 1; end $$;
