create table public.t (a character varying ( 10 ), b int4, c int8, d bool, e decimal(8,2), f float8, g float4,
  h timestamptz, i timestamp (3), j text array, k char(3), l varbit(3), m time(0) without time zone);
