create type public.span as range (subtype = real, multirange_type_name = spans);
