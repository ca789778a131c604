create operator public.=== (leftarg = integer, rightarg = integer, function = int4eq, commutator = ===, hashes, merges);
