create table public.notes (id integer primary key, body text, at date);
create rule keep as on delete to public.notes do also nothing;
create or replace rule keep as on delete to notes do instead nothing;
