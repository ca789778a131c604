create sequence public.even increment by 2;
create sequence public.odd start with 1 increment by 2;
create table public.rows (id bigint not null default nextval('public.even'));
