create table public.t (id bigint not null);
alter table public.t alter column id add generated always as identity
  (sequence name public.t_id_seq start with 1 increment by 1 minvalue 1 maxvalue 9223372036854775807 cache 1 no cycle);
alter table public.t add primary key (id);
