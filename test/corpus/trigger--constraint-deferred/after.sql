create function public.audit() returns trigger language plpgsql as $$ begin return null; end $$;
create table public.notes (id integer);
create constraint trigger audit after insert on public.notes deferrable initially immediate for each row execute function public.audit();
