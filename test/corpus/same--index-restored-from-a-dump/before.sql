create table public.t (state varchar(9), data jsonb);
create index t_open on public.t (lower(state), (data ->> 'a')) where state <> 'x' and data is not null;
