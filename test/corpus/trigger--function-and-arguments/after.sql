create function public.a() returns trigger language plpgsql as $$ begin return new; end $$;
create function public.b() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.notes (id integer);
create trigger x before insert on public.notes for each row execute function public.b();
create trigger y before insert on public.notes for each row execute function public.a('it''s', 2);
