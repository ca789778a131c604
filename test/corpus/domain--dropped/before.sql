create domain public.email as text check (value <> '');
create domain public.work_email as public.email;
