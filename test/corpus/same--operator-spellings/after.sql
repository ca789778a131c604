create operator public.=== (leftarg = int, rightarg = int4, procedure = pg_catalog.int4eq, hashes = true, merges = on, commutator = operator(public.===));
