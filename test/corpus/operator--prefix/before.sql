create operator public.!# (rightarg = integer, function = int4um);
