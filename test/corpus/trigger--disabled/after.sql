create function public.audit() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.notes (id integer);
create trigger a after insert on public.notes for each row execute function public.audit();
create trigger b after insert on public.notes for each row execute function public.audit();
create trigger c after insert on public.notes for each row execute function public.audit();
alter table public.notes disable trigger a;
alter table public.notes enable always trigger b;
alter table public.notes enable replica trigger c;
