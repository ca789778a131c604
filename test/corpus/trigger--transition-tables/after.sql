create function public.audit() returns trigger language plpgsql as $$ begin return null; end $$;
create table public.notes (id integer);
create trigger audit after update on public.notes referencing new table as new_rows for each statement execute function public.audit();
