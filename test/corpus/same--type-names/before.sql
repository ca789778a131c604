create table public.t (a varchar(10), b integer, c bigint, d boolean, e numeric(8, 2), f double precision, g real,
  h timestamp with time zone, i timestamp(3) without time zone, j text[], k character(3), l bit varying(3), m time(0));
