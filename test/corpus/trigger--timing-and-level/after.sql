create function public.audit() returns trigger language plpgsql as $$ begin return null; end $$;
create table public.notes (id integer);
create trigger a after insert on public.notes for each row execute function public.audit();
create trigger b after insert on public.notes for each statement execute function public.audit();
create trigger c before truncate on public.notes execute function public.audit();
