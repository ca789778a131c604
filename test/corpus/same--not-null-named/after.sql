create table public.t (id integer constraint id_there not null, n text);
alter table public.t alter column n set not null;
