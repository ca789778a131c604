create type public.money_of as (amount numeric(10, 2), currency text, tags text[]);
