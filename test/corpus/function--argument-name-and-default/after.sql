create function public.page(size integer default 20, start integer default 0) returns integer language sql as 'select 1';
create function public.named(b text) returns integer language sql as 'select 1';
