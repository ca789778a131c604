create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.a (id integer);
create table public.b (id integer);
create trigger touch before update on public.a for each row execute function public.touch();
create trigger touch before update on public.b for each row execute function public.touch();
