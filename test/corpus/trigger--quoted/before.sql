create function public."Touch It"() returns trigger language plpgsql as $$ begin return new; end $$;
create table public."My.Table" ("A (b)" integer);
create trigger "T.1 (x)" before update of "A (b)" on public."My.Table" for each row execute function public."Touch It"();
