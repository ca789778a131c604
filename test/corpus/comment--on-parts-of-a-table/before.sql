create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table public.t (id integer constraint t_pkey primary key, n integer constraint positive check (n > 0));
create index t_n on public.t (n);
create trigger touch before update on public.t for each row execute function public.touch();
create policy p on public.t using (true);
