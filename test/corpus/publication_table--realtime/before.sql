create table public.notes (id integer primary key, body text, at date);
alter publication supabase_realtime add table public.notes;
