create domain public.email as text not null constraint a check (value <> '') constraint b check (length(value) < 99);
