create type public.span as range (subtype = double precision);
