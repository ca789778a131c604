create table public.t (n integer, m integer, s text, b boolean, "as (" text,
  constraint ranged check (n between 1 and 9 and m > 0 and b),
  constraint unranged check (n not between 1 and 9 or m > 0),
  constraint twice check (length(lower(substr(s, greatest(1, least(2, n + (m * 2)))))) between 1 and 10 and n between 1 and 2),
  constraint quoted check ("as (" between ') AND (' and 'it''s' and b),
  constraint rows check ((n, m) = (1, 2) and b),
  constraint written check (n > 1 and (m > 2 and b)));
create index ranged_n on public.t (n) where n between 1 and 9 and b;
create policy p on public.t using (n between 1 and 9 and b) with check ((n between 1 and 2 or b) and m > 0);
create view public.v as select n from public.t where n between 1 and 9 and m > 0 and exists (select from public.t o where o.n between 1 and 2 and o.m = t.m);
create domain public.d as integer check (value between 1 and 9 and value <> 5);
