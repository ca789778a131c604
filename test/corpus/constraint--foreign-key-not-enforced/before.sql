create table public.notes (id integer primary key, body text, at date);
create table public.links (note integer constraint fk references public.notes);
