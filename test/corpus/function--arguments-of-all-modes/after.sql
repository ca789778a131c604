create function public.f(in a integer, out b text, inout c numeric, d text[]) language sql as 'select ''x'', c';
