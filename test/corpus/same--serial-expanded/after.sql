create sequence public.users_id_seq as integer;
create sequence public.users_n_seq;
create table public.users (
  id integer not null default nextval('public.users_id_seq'),
  n bigint not null default nextval('public.users_n_seq'::regclass)
);
alter sequence public.users_id_seq owned by public.users.id;
alter sequence public.users_n_seq owned by public.users.n;
alter table public.users add constraint users_pkey primary key (id);
