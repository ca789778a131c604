create function public.audit() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.notes (id integer, body text);
create trigger audit after update on public.notes for each row when (old.body is distinct from new.body) execute function public.audit();
