create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.t (id integer, n text);
create trigger touch before update or insert on public.t for row execute procedure public.touch();
alter table public.t disable trigger all;
alter table public.t enable trigger all;
