create domain public.email as text constraint b check (length(value) < 99);
alter domain public.email add constraint a check (value <> '');
alter domain public.email set not null;
