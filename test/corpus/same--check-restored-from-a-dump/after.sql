create table public.t (state varchar(9),
  constraint known check (((state)::text = any ((array['a'::character varying, 'b'::character varying])::text[]))));
