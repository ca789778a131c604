create table public.t (a integer, b text);
create unique index t_lower_a_idx on public.t using btree (lower(b) asc nulls last, a asc);
create index t_a_idx on public.t (a) with (fillfactor = 90);
alter index public.t_a_idx reset (fillfactor);
