create type public.money_of as (amount numeric(12, 2), currency text, tags text[]);
