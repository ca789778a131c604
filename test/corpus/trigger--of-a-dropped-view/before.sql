create function public.write() returns trigger language plpgsql as $$ begin return new; end $$;
create view public.v as select 1 as id;
create trigger write instead of insert on public.v for each row execute function public.write();
