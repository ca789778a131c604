create table public.t (state varchar(9), data jsonb);
create index t_open on public.t using btree (lower((state)::text), ((data ->> 'a'::text))) where (((state)::text <> 'x'::text) and (data is not null));
