create type public.span as range (subtype = double precision, subtype_opclass = float8_ops);
