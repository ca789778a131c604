create function public.audit() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.notes (id integer, body text, title text);
create trigger audit before update of body on public.notes for each row execute function public.audit();
