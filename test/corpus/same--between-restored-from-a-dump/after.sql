-- What pg_dump writes of before.sql.
create table public.t (n integer, m integer, s text, b boolean, "as (" text,
  constraint ranged check (((n >= 1) and (n <= 9) and (m > 0) and b)),
  constraint unranged check (((n < 1) or (n > 9) or (m > 0))),
  constraint twice check (((length(lower(substr(s, greatest(1, least(2, (n + (m * 2))))))) >= 1) and (length(lower(substr(s, greatest(1, least(2, (n + (m * 2))))))) <= 10) and ((n >= 1) and (n <= 2)))),
  constraint quoted check ((("as (" >= ') AND ('::text) and ("as (" <= 'it''s'::text) and b)),
  constraint rows check (((n = 1) and (m = 2) and b)),
  constraint written check (((n > 1) and ((m > 2) and b))));
create index ranged_n on public.t using btree (n) where ((n >= 1) and (n <= 9) and b);
create policy p on public.t using (((n >= 1) and (n <= 9) and b)) with check (((((n >= 1) and (n <= 2)) or b) and (m > 0)));
create view public.v as select n from public.t where ((n >= 1) and (n <= 9) and (m > 0) and (exists (select from public.t o where ((o.n >= 1) and (o.n <= 2) and (o.m = t.m)))));
create domain public.d as integer constraint d_check check (((value >= 1) and (value <= 9) and (value <> 5)));
