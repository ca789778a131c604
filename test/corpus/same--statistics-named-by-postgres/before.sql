create table public.notes (id integer primary key, body text, at date);
create statistics public.notes_body_at_stat on body, at from public.notes;
