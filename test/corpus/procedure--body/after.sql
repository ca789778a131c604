create procedure public.purge(days integer) language plpgsql as $$ begin perform 2; end $$;
