create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.t (id integer, n text);
create trigger touch before insert or update on public.t for each row execute function public.touch();
